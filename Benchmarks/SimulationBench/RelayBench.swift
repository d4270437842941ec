internal import Addressing
internal import Overlay
internal import PeerProtocol
internal import Skywelld

/// One machine with many links, and a validator behind one of them: how many messages it sends on.
///
/// All that a machine does is in it: reading, checking signatures, remembering, counting, charging. Only the sockets are missing.
struct RelayBench {
    private static let listener = NodeKey(seed: Seed(passphrase: "relay bench listener"))
    private static let validator = NodeKey(seed: Seed(passphrase: "relay bench validator"))
    private static let networkTime: UInt64 = 800_000_000
    /// Between two validations.
    private static let interval = Duration.milliseconds(2)
    /// After so many validations the kernel has taken what was sent.
    private static let drainInterval = 64

    private var machine: Overlay
    private var now = Duration.seconds(1)
    private let links: [ConnectionID]

    /// - Parameter outbound: To how many links each message goes.
    init(outbound: Int) {
        var configuration = Overlay.Configuration(
            nodeKey: Self.listener,
            isPrivate: false,
            peersMax: 2 * outbound,
            listeningPort: 50333,
            userAgent: "skywelld-0.29.60"
        )
        configuration.relayRule = .listed([Self.validator.publicKey])
        self.machine = Overlay(configuration: configuration, seed: 1)
        self.links = (0...outbound).map { ConnectionID(rawValue: UInt64(2 * $0 + 1)) }
        for (number, id) in self.links.enumerated() { self.link(id, number) }
    }

    private mutating func link(_ id: ConnectionID, _ number: Int) {
        guard let session = SessionValue(bytes: (0..<32).map { UInt8(truncatingIfNeeded: $0 + number) }) else { return }
        let key = NodeKey(seed: Seed(passphrase: "relay bench peer \(number)"))
        let fields = HandshakeFields(
            software: "skywelld-0.29.60",
            crawl: .public,
            publicKey: key.publicKey.base58,
            signature: key.sign(digest: session.bytes),
            networkTime: Self.networkTime
        )
        let remote = Endpoint(IPv4Address(rawValue: 0x0808_0001 + UInt32(number)), 40_000)
        for event in [
            Event.connectionAccepted(id, remote: remote), .connectionSecured(id, session: session),
            .bytesReceived(id, HandshakeRequest(fields).bytes),
        ] { _ = self.feed(event) }
    }

    private mutating func feed(_ event: Event) -> [Action] {
        self.machine.handle(event, now: Moment(elapsed: self.now, networkTime: Self.networkTime))
    }

    /// Sends validations in, and counts what goes out.
    ///
    /// - Returns: How many messages went out, and how much of a core's time that took, without the making of the
    ///   validations.
    mutating func run(validations count: Int) -> (messages: Int, processor: Duration) {
        let frames = (0..<count).map { number in
            ValidationStatement(
                ledgerSequence: UInt32(number),
                signingTime: UInt32(Self.networkTime),
                ledgerHash: Hash256(sha512HalfOf: Array("\(number)".utf8))
            ).signed(publicKey: Self.validator.publicKey.bytes) { Self.validator.sign(digest: $0) }
        }.map { Message.validation($0.message).frame.bytes }
        let watch = Stopwatch()
        var messages = 0
        var actions: [Action] = []
        for (number, frame) in frames.enumerated() {
            self.now += Self.interval
            let moment = Moment(elapsed: self.now, networkTime: Self.networkTime)
            self.machine.handle(.bytesReceived(self.links[0], frame), now: moment, into: &actions)
            messages += actions.count { if case .send = $0 { true } else { false } }
            actions.removeAll(keepingCapacity: true)
            guard number % Self.drainInterval == 0 else { continue }
            for id in self.links { _ = self.machine.handle(.queueDrained(id), now: moment, into: &actions) }
        }
        return (messages, watch.processor)
    }
}
