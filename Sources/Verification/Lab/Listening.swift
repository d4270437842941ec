internal import Addressing
internal import Crawler
internal import Lab
internal import PeerProtocol
internal import Skywelld
internal import Topology

/// Visits of strangers who stay a while at one public server, as observations.
struct Listening {
    /// Addresses that are nobody's (RFC 5737), told by the liar and by the one who listens.
    private static let decoy = IPv4Address(rawValue: 0xC000_0202)
    private static let ownDecoy = IPv4Address(rawValue: 0xC000_0203)
    /// From telling the lies to leaving: the node takes them as they come.
    private static let liarStays = Duration.milliseconds(200)
    /// Two announcements are enough for everything a liar can say, and one may have just gone out.
    private static let gossipPatience = Duration.seconds(17)

    private let endpoint: Endpoint
    private let server: HostName
    private let vantage: HostName

    init(at endpoint: Endpoint, of server: HostName, as vantage: HostName) {
        self.endpoint = endpoint
        self.server = server
        self.vantage = vantage
    }

    /// - Parameters:
    ///   - validators: Whose votes are expected.
    ///   - labBegan: Since 1970; what was signed before counts for nothing.
    ///   - patience: How long to wait for them.
    func votes(
        of validators: [LabVerification.Voter],
        labBegan: Duration,
        for patience: Duration
    ) -> (VoteObservation, PeerTalk) {
        let clock = ContinuousClock()
        let start = clock.now
        var missing = Dictionary(validators.map { ($0.key.bytes, $0) }) { first, _ in first }
        var votes: [VoteObservation.Vote] = []
        let visit = self.visit("listener", for: patience) { message in
            guard case .validation(let validation) = message,
                let signed = try? SignedValidation(object: validation.object),
                let validator = missing[signed.publicKey],
                validator.key.isValidSignature(
                    signed.signature,
                    digest: signed.signingDigest.bytes,
                    requiresLowS: signed.requiresLowS
                )
            else { return false }
            let now = LabClock.sinceUnixEpoch
            let vote = VoteObservation.Vote(
                of: validator.host,
                age: now - .seconds(UInt64(signed.statement.signingTime) + NetworkTime.epoch),
                labAge: now - labBegan
            )
            if vote.counts { missing[signed.publicKey] = nil }
            if vote.counts || !votes.contains(where: { $0.validator == validator.host }) { votes.append(vote) }
            return missing.isEmpty
        }
        let observation = VoteObservation(
            vantage: self.vantage,
            server: self.server,
            endpoint: self.endpoint,
            expected: validators.map(\.host),
            votes: votes,
            listened: clock.now - start,
            failure: visit.failure
        )
        return (observation, visit.talk)
    }

    /// Tells lies as one stranger, and listens as another for what comes of them.
    func gossip(about lies: [Endpoint]) -> (GossipObservation, [PeerTalk]) {
        let port = self.endpoint.port
        let entries = lies.map { Endpoints.Entry($0.address, $0.port, hops: 1) }
        let lie = Message.endpoints(Endpoints([.init(Self.decoy, port, hops: 1)] + entries))
        let liar = self.visit("liar", saying: [lie], for: Self.liarStays) { _ in false }
        var (failure, talks) = (liar.failure, [liar.talk])
        var told: Set<IPv4Address> = []
        var isComplete = false
        if failure == nil {
            // A node tells others' endpoints only to those who tell it of some.
            let own = Message.endpoints(Endpoints([.init(Self.ownDecoy, port, hops: 1)]))
            let listener = self.visit("gossip", saying: [own], for: Self.gossipPatience) { message in
                guard case .endpoints(let announcement) = message else { return false }
                told.formUnion(announcement.entries.map(\.address))
                isComplete =
                    told.contains(Self.decoy)
                    && announcement.entries.count < GossipObservation.announcementMaximum
                return isComplete
            }
            failure = listener.failure
            talks.append(listener.talk)
        }
        let observation = GossipObservation(
            vantage: self.vantage,
            server: self.server,
            endpoint: self.endpoint,
            lies: lies.map(\.address),
            decoy: Self.decoy,
            told: told.sorted(),
            isComplete: isComplete,
            failure: failure
        )
        return (observation, talks)
    }

    /// - Returns: Why the stranger could not stay for as long as it wanted, `nil` if it could; and all that it heard.
    private func visit(
        _ purpose: String,
        saying messages: [Message] = [],
        for duration: Duration,
        hear: (Message) -> Bool
    ) -> (failure: String?, talk: PeerTalk) {
        var frames: [Frame] = []
        let talk = { (said: [UInt8]) in
            PeerTalk(vantage: self.vantage, server: self.server, endpoint: self.endpoint, said: said, frames: frames)
        }
        guard let client = try? PeerClient(), let now = NetworkTime.fromUnix(LabClock.unixTime) else {
            return (Strangers.noClient, talk([]))
        }
        let visit = client.visit(
            self.endpoint,
            key: Strangers.key(of: self.vantage, purpose, at: self.endpoint),
            crawl: .private,
            networkTime: now,
            timeout: LabVerification.answerTime,
            saying: messages,
            for: duration
        ) { frame, message in
            frames.append(frame)
            return message.map(hear) ?? false
        }
        return (visit.failure, talk(visit.said))
    }
}
