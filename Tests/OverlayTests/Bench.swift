import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

/// One machine, a clock, and what came out of it besides its main actions.
struct Bench {
    static let sentry = NodeKey(seed: Seed(passphrase: "test-only sentry A node seed"))
    static let validator = NodeKey(seed: Seed(passphrase: "test-only validator node seed"))
    static let stranger = NodeKey(seed: Seed(passphrase: "stranger"))
    static let session = SessionValue(localFinished: Array(0..<12), peerFinished: Array(16..<28))
    static let remote = Endpoint(IPv4Address(rawValue: 0xCB00_7109), 40000)
    static let fixed = Endpoint(IPv4Address(rawValue: 0x0A01_0A37), 50333)

    var machine: Overlay
    var now = Duration.zero
    var networkTime: UInt64 = 731_242_816
    private(set) var notices: [Notice] = []
    /// The last wish to be woken.
    private(set) var wake: Duration?
    private var nextAccepted: UInt64 = 1

    init(
        key: NodeKey = Bench.sentry,
        isPrivate: Bool = false,
        peersMax: Int = 0,
        fixedPeers: [Endpoint] = [],
        profile: RedialProfile = .picket,
        limits: Limits = .standard,
        seed: UInt64 = 1,
        configure: (inout Overlay.Configuration) -> Void = { _ in }
    ) {
        var configuration = Overlay.Configuration(
            nodeKey: key,
            isPrivate: isPrivate,
            peersMax: peersMax,
            fixedPeers: fixedPeers,
            redialProfile: profile,
            listeningPort: 50333,
            userAgent: "skywelld-0.29.60"
        )
        configure(&configuration)
        self.machine = Overlay(configuration: configuration, limits: limits, seed: seed)
    }

    /// The notices so far, which are then forgotten.
    mutating func takeNotices() -> [Notice] {
        defer { self.notices = [] }
        return self.notices
    }

    /// Feeds an event; the actions without wakes and notices, which are kept.
    mutating func feed(_ event: Event) -> [Action] {
        self.machine.handle(event, now: Moment(elapsed: self.now, networkTime: self.networkTime)).filter { action in
            switch action {
            case .log(let notice):
                self.notices.append(notice)
                return false
            case .wake(let at):
                self.wake = at
                return false
            case .dial, .send, .close, .testConnect, .saveBootcache:
                return true
            }
        }
    }

    mutating func feed(_ text: String, to id: ConnectionID) -> [Action] {
        self.feed(.bytesReceived(id, Array(text.utf8)))
    }

    /// Lets time pass, waking the machine whenever it asked for it.
    mutating func advance(by duration: Duration) -> [Action] {
        let end = self.now + duration
        var actions: [Action] = []
        while let wake = self.wake, wake <= end {
            self.now = max(self.now, wake)
            self.wake = nil
            actions += self.feed(.timeReached)
        }
        self.now = end
        return actions
    }

    /// Accepts a connection and finishes its TLS handshake.
    mutating func accept(from remote: Endpoint = Bench.remote, session: SessionValue? = Bench.session) -> ConnectionID {
        let id = ConnectionID(rawValue: self.nextAccepted)
        self.nextAccepted += 2
        #expect(self.feed(.connectionAccepted(id, remote: remote)) == [])
        #expect(self.feed(.connectionSecured(id, session: session)) == [])
        return id
    }

    /// Accepts a connection and finishes its TLS handshake, whatever the machine says to it.
    mutating func acceptQuietly(from remote: Endpoint) -> (ConnectionID, [Action]) {
        let id = ConnectionID(rawValue: self.nextAccepted)
        self.nextAccepted += 2
        let accepted = self.feed(.connectionAccepted(id, remote: remote))
        return (id, accepted + self.feed(.connectionSecured(id, session: Bench.session)))
    }

    /// Accepts a connection and makes it an active link.
    mutating func link(
        _ key: NodeKey = Bench.validator,
        from remote: Endpoint = Bench.remote,
        crawl: CrawlVisibility = .private
    ) -> ConnectionID {
        let id = self.accept(from: remote)
        let actions = self.feed(.bytesReceived(id, Bench.request(key, crawl: crawl)))
        #expect(actions == [.send(id, self.response())])
        return id
    }

    /// Starts the machine and finishes the TLS handshake of its first dial.
    mutating func dial() -> ConnectionID {
        let id = ConnectionID(rawValue: 2)
        #expect(self.feed(.started).first == .dial(id, Bench.fixed))
        #expect(self.feed(.connectionSecured(id, session: Bench.session)).count == 1)
        return id
    }

    /// Starts the machine and makes its first dial an active link.
    mutating func dialAndLink(_ key: NodeKey = Bench.validator, crawl: CrawlVisibility = .public) -> ConnectionID {
        let id = self.dial()
        #expect(self.feed(.bytesReceived(id, Bench.response(key, crawl: crawl))) == [])
        return id
    }

    /// What the machine, with the key of the sentry, answers to a good request.
    func response() -> [UInt8] {
        Self.response(Self.sentry, networkTime: self.networkTime)
    }

    static func fields(_ key: NodeKey, crawl: CrawlVisibility, networkTime: UInt64) -> HandshakeFields {
        HandshakeFields(
            software: "skywelld-0.29.60",
            crawl: crawl,
            publicKey: key.publicKey.base58,
            signature: key.sign(digest: Self.session?.bytes ?? []),
            networkTime: networkTime
        )
    }

    static func request(
        _ key: NodeKey = Bench.validator,
        crawl: CrawlVisibility = .private,
        networkTime: UInt64 = 731_242_816
    ) -> [UInt8] {
        HandshakeRequest(self.fields(key, crawl: crawl, networkTime: networkTime)).bytes
    }

    static func response(
        _ key: NodeKey = Bench.validator,
        crawl: CrawlVisibility = .public,
        networkTime: UInt64 = 731_242_816
    ) -> [UInt8] {
        HandshakeResponse(self.fields(key, crawl: crawl, networkTime: networkTime)).bytes
    }
}

extension [UInt8] {
    /// The text with a part exchanged.
    func replacing(_ old: String, with new: String) -> [UInt8] {
        let text = String(decoding: self, as: UTF8.self)
        precondition(text.contains(old), "'\(old)' is not there")
        return Array(text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new).utf8)
    }
}
