internal import Addressing
internal import Overlay
internal import PeerProtocol
internal import Skywelld

/// A sentry with a protected validator, some strangers, and eyes on everything that it does.
///
/// It has a twin that gets all bytes in two pieces: so nothing is a whole frame to it, and it reads no frame in the quickest way.
struct GuardedSentry {
    private static let validatorKey = NodeKey(seed: Seed(passphrase: "test-only validator node seed"))
    private static let validatorAddress = IPv4Address(rawValue: 0xCB00_7107)
    /// What no stranger may read: key and address, as text.
    private static let secrets = [
        Self.validatorKey.publicKey.base58, Self.validatorKey.publicKey.base64, Self.validatorAddress.description,
    ]
    .map { Array($0.utf8) }
    private static let validatorID = ConnectionID(rawValue: 1)
    private static let fixed = Endpoint(IPv4Address(rawValue: 0xC633_6407), 50333)
    private static let strangerKeys = (0..<4).map { NodeKey(seed: Seed(passphrase: "stranger \($0)")) }
    private static let session = SessionValue(localFinished: Array(0..<12), peerFinished: Array(16..<28))
    private static let networkTime: UInt64 = 731_242_816

    /// With a protected link, a stranger's link, a stranger who has not said who he is, and a dial that is not answered yet.
    static let standing = GuardedSentry.make(protecting: [Self.validatorKey.publicKey])
    /// The same without protection: the eyes must see what is then told.
    static let careless = GuardedSentry.make(protecting: [])

    private static func make(protecting keys: Set<NodePublicKey>) -> GuardedSentry {
        var sentry = GuardedSentry(protecting: keys)
        sentry.feed(.started)
        sentry.feed(.connectionSecured(ConnectionID(rawValue: 2), session: Self.session))
        sentry.accept(Endpoint(Self.validatorAddress, 40000))
        sentry.feed(.bytesReceived(Self.validatorID, Self.requests[0]))
        sentry.link(0)
        sentry.accept(from: 1)
        return sentry
    }

    /// Of the validator and of each stranger, good for every session here.
    private static let requests = ([Self.validatorKey] + Self.strangerKeys).map { key in
        HandshakeRequest(
            HandshakeFields(
                software: "skywelld-0.29.60",
                crawl: key.publicKey == Self.validatorKey.publicKey ? .private : .public,
                publicKey: key.publicKey.base58,
                signature: key.sign(digest: Self.session?.bytes ?? []),
                networkTime: Self.networkTime
            )
        ).bytes
    }

    private var machine: Overlay
    private var twin: Overlay
    private var now = Duration.zero
    private var wake: Duration?
    private var wakeOfTwin: Duration?
    private var nextAccepted: UInt64 = 1
    /// Open as far as the machine knows, in the order of their beginning; without the protected one.
    private var strangers: [ConnectionID] = []
    /// Closed by the machine, which waits to hear that they are gone.
    private var closing: [ConnectionID] = []

    private init(protecting keys: Set<NodePublicKey>) {
        var configuration = Overlay.Configuration(
            nodeKey: NodeKey(seed: Seed(passphrase: "test-only sentry A node seed")),
            isPrivate: false,
            fixedPeers: [Self.fixed],
            listeningPort: 50333,
            userAgent: "skywelld-0.29.60"
        )
        configuration.protection = Protection(keys: keys)
        configuration.relayRule = .everyone
        configuration.relaysTransactions = true
        self.machine = Overlay(configuration: configuration, seed: 1)
        self.twin = self.machine
    }

    /// One of the connections that are open, or were.
    func stranger(_ number: Int) -> ConnectionID {
        self.strangers.isEmpty ? ConnectionID(rawValue: 2) : self.strangers[number % self.strangers.count]
    }

    /// Takes a connection in, and has a stranger say who he is.
    mutating func link(_ number: UInt8) {
        let id = self.accept(from: Int(number >> 2))
        self.feed(.bytesReceived(id, Self.requests[1 + Int(number & 3)]))
    }

    /// Takes a connection in, from one of many addresses.
    @discardableResult
    mutating func accept(from number: Int) -> ConnectionID {
        self.accept(Endpoint(IPv4Address(rawValue: 0x0808_0800 + UInt32(number)), 40000))
    }

    @discardableResult
    private mutating func accept(_ remote: Endpoint) -> ConnectionID {
        let id = ConnectionID(rawValue: self.nextAccepted)
        self.nextAccepted += 2
        if id != Self.validatorID { self.strangers.append(id) }
        self.feed(.connectionAccepted(id, remote: remote))
        self.feed(.connectionSecured(id, session: Self.session))
        return id
    }

    mutating func lose(_ id: ConnectionID) {
        self.strangers.removeAll { $0 == id }
        self.feed(.connectionClosed(id, .reset))
    }

    /// Lets time pass, in which the protected peer gives signs of life.
    mutating func advance(by duration: Duration) {
        let end = self.now + duration
        while let wake = self.wake, wake <= end {
            self.now = max(self.now, wake)
            (self.wake, self.wakeOfTwin) = (nil, nil)
            self.feed(.timeReached)
            self.checkProtectedLink()
        }
        self.now = end
    }

    /// The protected peer still gets answers.
    mutating func checkProtectedLink() {
        let ping = Ping(.ping, sequence: 7)
        let actions = self.handle(.bytesReceived(Self.validatorID, ping.frame.bytes))
        precondition(actions.contains(.send(Self.validatorID, ping.pong.frame.bytes)), "the protected link is gone")
        self.feed(.queueDrained(Self.validatorID))
    }

    mutating func feed(_ event: Event) {
        for action in self.handle(event) {
            switch action {
            case .dial(let id, let endpoint):
                precondition(endpoint.address != Self.validatorAddress, "a protected peer is dialled")
                if endpoint == Self.fixed { self.strangers.append(id) } else { self.closing.append(id) }
            case .send(let id, let bytes): self.check(bytes, to: id)
            case .close(let id, _):
                precondition(id != Self.validatorID, "a stranger had a protected link closed")
                precondition(!self.closing.contains(id), "a connection is closed twice")
                self.strangers.removeAll { $0 == id }
                self.closing.append(id)
            case .testConnect(let id, let endpoint):
                precondition(endpoint.address != Self.validatorAddress, "a protected peer is tried")
                self.feed(.connectTestFinished(id, isReachable: true))
            case .saveBootcache(let entries):
                precondition(!entries.contains { $0.endpoint.address == Self.validatorAddress }, "it is kept on disk")
            case .wake: preconditionFailure("wishes to be woken are noted elsewhere")
            case .log(let notice): Self.check(notice)
            }
        }
        while let id = self.closing.popLast() { self.feed(.connectionClosed(id, .closedByUs)) }
    }

    /// Without wishes to be woken, which are noted.
    private mutating func handle(_ event: Event) -> [Action] {
        let seconds = UInt64(self.now.components.seconds)
        let now = Moment(elapsed: self.now, networkTime: Self.networkTime + seconds)
        let actions = Self.withoutWakes(self.machine.handle(event, now: now), last: &self.wake)
        let piecemeal = Self.pieces(of: event).flatMap { self.twin.handle($0, now: now) }
        let same = Self.withoutWakes(piecemeal, last: &self.wakeOfTwin)
        precondition(actions == same, "what is done depends on how the bytes were split")
        precondition(self.wake == self.wakeOfTwin, "when something is due depends on how the bytes were split")
        return actions
    }

    private static func pieces(of event: Event) -> [Event] {
        guard case .bytesReceived(let id, let bytes) = event, bytes.count > 1 else { return [event] }
        return [.bytesReceived(id, [bytes[0]]), .bytesReceived(id, Array(bytes[1...]))]
    }

    private static func withoutWakes(_ actions: [Action], last: inout Duration?) -> [Action] {
        actions.filter { action in
            guard case .wake(let at) = action else { return true }
            last = at
            return false
        }
    }
}

// MARK: - What may be said

extension GuardedSentry {
    /// One write is one frame, or what HTTP has to say; nothing of it tells strangers of the protected peer.
    private func check(_ bytes: [UInt8], to id: ConnectionID) {
        precondition(!self.closing.contains(id), "something is sent on a closed connection")
        let text = String(decoding: bytes, as: UTF8.self)
        guard !text.hasPrefix("HTTP/1."), !text.hasPrefix("GET / ") else {
            return Self.check(text)
        }
        var decoder = FrameDecoder(wanted: Message.readableTypes)
        var rest = bytes[...]
        guard case .frame(let frame)? = try? decoder.read(&rest), rest.isEmpty, let message = try? Message(frame) else {
            preconditionFailure("a write is not one frame")
        }
        if case .endpoints(let endpoints) = message {
            precondition(!endpoints.entries.contains { $0.address == Self.validatorAddress }, "gossip tells of it")
        }
    }

    private static func check(_ notice: Notice) {
        guard notice.name != "started" else { return }
        for (_, value) in notice.metadata { Self.check(value) }
    }

    private static func check(_ text: String) {
        let bytes = Array(text.utf8)
        for secret in Self.secrets {
            let isTold = bytes.indices.contains { bytes[$0] == secret[0] && bytes[$0...].starts(with: secret) }
            precondition(!isTold, "the protected key or address is told")
        }
    }
}
