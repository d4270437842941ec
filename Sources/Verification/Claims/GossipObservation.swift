package import Addressing
package import Topology

/// What a public server told one stranger after another one had told it lies: that somebody listens at the addresses of
/// hidden hosts, and at one that is nobody's.
package struct GossipObservation: Equatable, Sendable {
    /// An announcement with fewer entries than this has left out nothing. Source: skywelld reference §5.3.
    package static let announcementMaximum = 12

    package let vantage: HostName
    package let server: HostName
    package let endpoint: Endpoint
    /// Public addresses of hidden hosts that the liar named.
    package let lies: [IPv4Address]
    /// The address that is nobody's: that it comes back shows that others would.
    package let decoy: IPv4Address
    /// The addresses that the other stranger was told of, sorted: whatever their number of hops. At 0 hops an honest node
    /// gives none (0.0.0.0), and the receiver takes that of the socket; one that is given there is told all the same.
    package let told: [IPv4Address]
    /// Whether the server has told the other stranger all that it had to tell.
    package let isComplete: Bool
    /// Why one of the strangers could not stay a peer; `nil` if both could.
    package let failure: String?

    package init(
        vantage: HostName,
        server: HostName,
        endpoint: Endpoint,
        lies: [IPv4Address],
        decoy: IPv4Address,
        told: [IPv4Address],
        isComplete: Bool,
        failure: String? = nil
    ) {
        self.vantage = vantage
        self.server = server
        self.endpoint = endpoint
        self.lies = lies
        self.decoy = decoy
        self.told = told
        self.isComplete = isComplete
        self.failure = failure
    }

    private var subject: String { "\(self.server) (\(self.endpoint))" }

    /// Hidden addresses that strangers are told of.
    func leaks(_ hidden: [HiddenIdentity]) -> [Evidence] {
        hidden.flatMap { host in
            host.addresses.filter(self.told.contains).map { address in
                let source = self.lies.contains(address) ? ", which a liar had told it" : ""
                return Evidence(
                    from: self.vantage,
                    "\(self.subject) tells strangers of \(address), an address of \(host.host)\(source)"
                )
            }
        }
    }

    /// Why its silence says nothing; `nil` if it does.
    var doubt: Evidence? {
        if let failure { return Evidence(from: self.vantage, "gossip of \(self.subject): \(failure)") }
        guard self.told.contains(self.decoy) else {
            return Evidence(
                from: self.vantage,
                "gossip of \(self.subject): it did not even tell of \(self.decoy), which is nobody's, so its silence about "
                    + "others says nothing"
            )
        }
        guard self.isComplete else {
            return Evidence(from: self.vantage, "gossip of \(self.subject): it had more to tell when time was out")
        }
        return nil
    }

    var observation: Evidence {
        let lies = self.lies.isEmpty ? "" : self.lies.map(\.description).joined(separator: ", ") + " and of "
        return Evidence(
            from: self.vantage,
            "\(self.subject) was told by a liar of \(lies)\(self.decoy), which is nobody's: it tells another "
                + "stranger of the latter alone"
        )
    }
}
