internal import Addressing
internal import Compiler
internal import Crawler
internal import Lab
internal import Overlay
internal import PeerProtocol
internal import Skywelld
internal import Topology

extension LabVerification {
    /// How many lies fit into one announcement that a node reads to its end, beside the decoy.
    private static let liesMaximum = 19

    /// How long a stranger waits for votes: a few ledgers.
    var votePatience: Duration {
        let interval = self.topology.hosts(.validator).compactMap { self.lab[$0.name].plan.voteInterval }.max() ?? 1
        return .seconds(3 * interval + 1)
    }

    /// The validators whose votes the intended links lead to a server, with the keys that sign them.
    func validators(heardAt server: HostName) -> [(host: HostName, key: NodePublicKey)] {
        let reach = self.hostsLinked(with: server)
        return self.topology.hosts(.validator).compactMap { host in
            guard reach.contains(host.name) else { return nil }
            return self.compilation.identities[host.name]?.validationKey.map { (host.name, $0) }
        }
    }

    /// Everybody of ours from whom links lead to a host, over any number of ours.
    private func hostsLinked(with start: HostName) -> Set<HostName> {
        var found: Set<HostName> = [start]
        var open = [start]
        while let next = open.popLast() {
            for link in self.topology.links where link.dialler == next || link.listener == next {
                let other = link.dialler == next ? link.listener : link.dialler
                guard self.topology[host: other]?.role.isOurs == true, found.insert(other).inserted else { continue }
                open.append(other)
            }
        }
        return found
    }

    /// What a liar says: that somebody listens where hidden hosts are. Nodes pass on public addresses only, so there is
    /// nothing to lie about where all of these are private.
    var lies: [Endpoint] {
        let hidden = self.hiddenHosts.flatMap { host in host.attachments.map { Endpoint($0.address, host.peerPort) } }
        return Array(hidden.filter { GossipScope.publicOnly.includes($0.address) }.prefix(Self.liesMaximum))
    }
}

/// Visits of strangers who stay a while, as observations.
enum Listening {
    /// Addresses that are nobody's (RFC 5737), told by the liar and by the one who listens.
    private static let decoy = IPv4Address(rawValue: 0xC000_0202)
    private static let ownDecoy = IPv4Address(rawValue: 0xC000_0203)
    /// From telling the lies to leaving: the node takes them as they come.
    private static let liarStays = Duration.milliseconds(200)
    /// Two announcements are enough for everything a liar can say, and one may have just gone out.
    private static let gossipPatience = Duration.seconds(17)

    static func votes(
        of validators: [(host: HostName, key: NodePublicKey)],
        at endpoint: Endpoint,
        of server: HostName,
        as vantage: HostName,
        for patience: Duration
    ) -> VoteObservation {
        let clock = ContinuousClock()
        let start = clock.now
        var missing = Dictionary(validators.map { ($0.key.bytes, $0) }) { first, _ in first }
        var votes: [VoteObservation.Vote] = []
        let failure = Self.visit(endpoint, as: vantage, "listener", for: patience) { message in
            guard case .validation(let validation) = message,
                let vote = try? SignedValidation(object: validation.object),
                let validator = missing[vote.publicKey],
                validator.key.isValidSignature(
                    vote.signature,
                    digest: vote.signingDigest.bytes,
                    requiresLowS: vote.requiresLowS
                )
            else { return false }
            missing[vote.publicKey] = nil
            let signed = Duration.seconds(UInt64(vote.statement.signingTime) + NetworkTime.epoch)
            votes.append(VoteObservation.Vote(of: validator.host, age: max(.zero, LabClock.sinceUnixEpoch - signed)))
            return missing.isEmpty
        }
        return VoteObservation(
            vantage: vantage,
            server: server,
            endpoint: endpoint,
            expected: validators.map(\.host),
            votes: votes,
            listened: clock.now - start,
            failure: failure
        )
    }

    static func gossip(
        about lies: [Endpoint],
        at endpoint: Endpoint,
        of server: HostName,
        as vantage: HostName
    ) -> GossipObservation {
        let port = endpoint.port
        let entries = lies.map { Endpoints.Entry($0.address, $0.port, hops: 1) }
        let lie = Message.endpoints(Endpoints([.init(Self.decoy, port, hops: 1)] + entries))
        var failure = Self.visit(endpoint, as: vantage, "liar", saying: [lie], for: Self.liarStays) { _ in false }
        var told: Set<IPv4Address> = []
        var isComplete = false
        if failure == nil {
            // A node tells others' endpoints only to those who tell it of some.
            let own = Message.endpoints(Endpoints([.init(Self.ownDecoy, port, hops: 1)]))
            failure = Self.visit(endpoint, as: vantage, "gossip", saying: [own], for: Self.gossipPatience) { message in
                guard case .endpoints(let announcement) = message else { return false }
                told.formUnion(announcement.entries.filter { $0.hops > 0 }.map(\.address))
                isComplete =
                    told.contains(Self.decoy)
                    && announcement.entries.count < GossipObservation.announcementMaximum
                return isComplete
            }
        }
        return GossipObservation(
            vantage: vantage,
            server: server,
            endpoint: endpoint,
            lies: lies.map(\.address),
            decoy: Self.decoy,
            told: told.sorted(),
            isComplete: isComplete,
            failure: failure
        )
    }

    /// - Returns: Why the stranger could not stay for as long as it wanted; `nil` if it could.
    private static func visit(
        _ endpoint: Endpoint,
        as vantage: HostName,
        _ purpose: String,
        saying messages: [Message] = [],
        for duration: Duration,
        hear: (Message) -> Bool
    ) -> String? {
        guard let client = try? PeerClient(), let now = NetworkTime.fromUnix(LabClock.unixTime) else {
            return Strangers.noClient
        }
        return client.visit(
            endpoint,
            key: Strangers.key(of: vantage, purpose, at: endpoint),
            crawl: .private,
            networkTime: now,
            timeout: LabVerification.answerTime,
            saying: messages,
            for: duration,
            hear: hear
        ).failure
    }
}
