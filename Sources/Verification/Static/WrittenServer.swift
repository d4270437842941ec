package import Addressing
internal import Compiler
internal import Topology

/// What a host's `skywelld.cfg` says of that which claims about packets rest on.
package struct WrittenServer: Sendable {
    /// An address at which the server opens a port.
    package struct Listening: Sendable {
        /// The name of the port's section.
        let section: String
        let address: IPAddress

        package init(section: String, address: IPAddress) {
            self.section = section
            self.address = address
        }
    }

    /// Where it listens for peers.
    let peerPort: Port
    /// At which address; `nil` if it listens for none.
    let peerAddress: IPv4Address?
    /// Whom it keeps dialling.
    let dials: [Endpoint]
    private let listens: [Listening]
    /// Whether it lets nobody in. Source: skywelld reference §6.3.
    private let isPrivate: Bool
    /// As in the file; `nil` if it says nothing.
    private let peersMax: Int?
    /// Why it does not run, or not with this configuration; each with the file that says so.
    private let failures: [String]

    package init(
        peerPort: Port,
        at peerAddress: IPv4Address?,
        listens: [Listening],
        isPrivate: Bool,
        peersMax: Int?,
        dials: [Endpoint],
        failures: [String]
    ) {
        self.peerPort = peerPort
        self.peerAddress = peerAddress
        self.listens = listens
        self.isPrivate = isPrivate
        self.peersMax = peersMax
        self.dials = dials
        self.failures = failures
    }

    // MARK: - By a topology

    /// What speaks against a claim, though rules are as they should be: they are for another server than the one that is there.
    func objections(to claim: StaticClaim.ID, of host: Host, in topology: Topology) -> [Evidence] {
        guard claim.isAboutServer else { return [] }
        var objections = self.objectionsToRunning { address in host.attachments.contains { $0.address == address } }
        if self.peerPort != host.peerPort {
            objections.append(
                Self.inFile("the server listens for peers at port \(self.peerPort), and not at \(host.peerPort)")
            )
        }
        // Nobody dials a host that has no link to it, and is not public.
        let dialled = topology.links(to: host.name)
        if claim == .sentryOpen {
            objections += [
                self.deafness(to: host.publicAddresses(in: topology)), self.refusal(ofStrangersBeside: dialled.count),
            ].compactMap(\.self)
        }
        if claim == .linksPermitted, !dialled.isEmpty {
            objections += [
                self.deafness(to: dialled.map(\.endpoint.address)), self.refusal(of: dialled.count),
            ].compactMap(\.self)
        }
        if claim == .slotsReserved {
            let budget = SlotBudget(of: host, in: topology)
            if self.inboundSlots < budget.inbound {
                objections.append(
                    Self.inFile(
                        "\(self.slots), and not \(budget.inbound): strangers may take those of our own diallers"
                    )
                )
            }
        }
        if claim == .linksPermitted {
            for link in topology.links(from: host.name) where !self.dials.contains(link.endpoint) {
                objections.append(
                    Self.inFile(
                        "link to \(link.listener): [ips_fixed] does not have '\(link.endpoint.address) \(link.endpoint.port)'"
                    )
                )
            }
        }
        return objections.map { Evidence(from: host.name, $0) }
    }

    // MARK: - Parts

    /// Why there may be no such server, whoever is to reach it.
    ///
    /// - Parameter isOwn: Whether an address is one of the host's.
    func objectionsToRunning(isOwn: (IPv4Address) -> Bool) -> [String] {
        self.failures
            + self.listens.filter { !$0.canBind(isOwn) }.map {
                Self.inFile(
                    "'\($0.section)' listens at \($0.address), which is not known to be the host's: then the server does not start"
                )
            }
    }

    /// Why nobody is heard, or not everybody who dials one of some addresses; `nil` if all are.
    func deafness(to addresses: [IPv4Address]) -> String? {
        guard let peerAddress else { return Self.inFile("the server listens for no peers") }
        guard peerAddress != .any else { return nil }
        return !addresses.isEmpty && addresses.allSatisfy { $0 == peerAddress }
            ? nil : Self.inFile("the server listens for peers at \(peerAddress) alone (ip = 0.0.0.0)")
    }

    /// Why none of our own diallers is heard, at whichever of the host's addresses they dial it; `nil` if some may be.
    func deafness(toDiallers diallers: Int) -> String? {
        let isHeard = self.peerAddress.map { $0.octets[0] != 127 } ?? false
        return isHeard || diallers == 0 ? nil : Self.inFile("the server listens for no peers but its own host")
    }

    /// Why some of our own diallers stay outside; `nil` if there is room for all.
    func refusal(of diallers: Int) -> String? {
        self.inboundSlots >= diallers ? nil : Self.inFile("\(self.slots), and \(diallers) of our own hosts dial it")
    }

    /// Why no stranger is let in; `nil` if there is room for one.
    func refusal(ofStrangersBeside diallers: Int) -> String? {
        self.inboundSlots > diallers
            ? nil : Self.inFile("\(self.slots), and \(diallers) of our own hosts dial it: none is left for strangers")
    }

    /// How many of those who dial it the server lets in at the same time.
    private var inboundSlots: Int { self.isPrivate ? 0 : SlotBudget.inbound(of: self.peersMax ?? 0) }

    private var slots: String {
        self.isPrivate
            ? "[peer_private] 1 leaves no inbound slots" : "[peers_max] leaves \(self.inboundSlots) inbound slots"
    }

    private static func inFile(_ words: String) -> String { "\(Artifact.Name.configuration): \(words)" }
}

extension WrittenServer.Listening {
    /// Whether a host has the address that the port is bound to. Which IPv6 addresses a host has, nobody says.
    fileprivate func canBind(_ isOwn: (IPv4Address) -> Bool) -> Bool {
        switch self.address {
        case .ipv4(let address): address == .any || address.octets[0] == 127 || isOwn(address)
        case .ipv6(let address): address.rawValue <= 1
        }
    }
}

extension StaticClaim.ID {
    /// Whether it says something of the server behind the rules.
    fileprivate var isAboutServer: Bool {
        switch self {
        case .linksPermitted, .sentryOpen, .slotsReserved: true
        case .validatorUnreachable, .validatorConfined, .adminClosed, .adminReachable, .ipv6Closed, .spoofingRefused,
            .noForeignInterference, .bootSafe, .expectation:
            false
        }
    }
}

extension Host {
    /// Where strangers find the server.
    func publicAddresses(in topology: Topology) -> [IPv4Address] {
        self.attachments.filter { topology[segment: $0.segment]?.isPublic ?? false }.map(\.address)
    }
}

extension IPv4Address {
    /// All of a host's own.
    fileprivate static let any = IPv4Address(rawValue: 0)
}
