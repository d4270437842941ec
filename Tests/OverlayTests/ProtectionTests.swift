import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@Suite("Protection of validators")
struct ProtectionTests {
    /// The protected peer that is named by its key, and where it comes from.
    private static let byKey = Bench.validator
    private static let keyRemote = Endpoint(IPv4Address(rawValue: 0xC612_0A0B), 50_001)
    /// The one that is named by its address.
    private static let byAddress = NodeKey(seed: Seed(passphrase: "named by address"))
    private static let addressRemote = Endpoint(IPv4Address(rawValue: 0xC612_1415), 50_002)
    private static let strangers = (0..<6).map { NodeKey(seed: Seed(passphrase: "stranger \($0)")) }

    private static func bench(seed: UInt64 = 1, crawl: CrawlPolicy = .stock) -> Bench {
        Bench(fixedPeers: [Bench.fixed, Endpoint(Self.addressRemote.address, 50333)], seed: seed) {
            $0.protection = Protection(
                keys: [Self.byKey.publicKey],
                addresses: [Self.addressRemote.address]
            )
            $0.crawl = crawl
            $0.hopRelay = .always
            $0.relayRule = .everyone
            $0.relaysTransactions = true
            $0.clusterKeys = [Self.strangers[0].publicKey, Self.byKey.publicKey]
            $0.bootstrapPeers = [Self.addressRemote, Endpoint(IPv4Address(rawValue: 0x0808_0404), 50333)]
        }
    }

    /// Every form in which a protected peer could be named: text and bytes of addresses and keys.
    private static let secrets: [[UInt8]] = {
        var secrets: [[UInt8]] = []
        for address in [Self.keyRemote.address, Self.addressRemote.address] {
            secrets += [Array(address.description.utf8), address.octets, address.octets.reversed()]
            // As announcements hold it: a varint of the reversed bytes.
            var number = address.octets.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            var varint: [UInt8] = []
            while number > 0x7F {
                varint.append(UInt8(truncatingIfNeeded: number) | 0x80)
                number >>= 7
            }
            secrets.append(varint + [UInt8(number)])
        }
        for key in [Self.byKey.publicKey, Self.byAddress.publicKey] {
            secrets += [Array(key.base58.utf8), Array(key.base64.utf8), key.bytes]
        }
        return secrets
    }()

    private static func leaks(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            Self.secrets.contains { secret in
                bytes.count >= secret.count
                    && (0...bytes.count - secret.count).contains { start in
                        bytes[start] == secret[0] && bytes[start..<start + secret.count].elementsEqual(secret)
                    }
            }
        }
    }

    /// Where each connection leads, so that what is said to a protected peer itself is not held against us.
    private struct World {
        var bench: Bench
        var random: SplitMix64
        var protected: Set<ConnectionID> = []
        var open: [ConnectionID] = []

        mutating func check(_ actions: [Action]) {
            for action in actions {
                switch action {
                case .send(let id, let bytes):
                    #expect(self.protected.contains(id) || !ProtectionTests.leaks(bytes))
                case .dial(let id, let endpoint):
                    if endpoint.address == ProtectionTests.addressRemote.address { self.protected.insert(id) }
                    self.open.append(id)
                case .saveBootcache(let entries):
                    #expect(!entries.contains { ProtectionTests.leaks(Array("\($0)".utf8)) })
                case .testConnect(_, let endpoint):
                    #expect(!ProtectionTests.leaks(Array("\(endpoint)".utf8)))
                case .close(let id, _): self.check(self.bench.feed(.connectionClosed(id, .closedByUs)))
                case .wake, .log: break
                }
            }
            for notice in self.bench.takeNotices() {
                let line = notice.name + notice.metadata.map { " \($0)=\($1)" }.joined()
                #expect(!ProtectionTests.leaks(Array(line.utf8)))
                #expect(!ProtectionTests.leaks(Array("\(notice)".utf8)))
            }
        }

        mutating func step() {
            let crawl: CrawlVisibility = Bool.random(using: &self.random) ? .public : .private
            switch Int.random(in: 0..<10, using: &self.random) {
            case 0: self.connect(ProtectionTests.byKey, ProtectionTests.keyRemote, crawl)
            case 1: self.connect(ProtectionTests.byAddress, ProtectionTests.addressRemote, crawl)
            case 2, 3:
                let index = Int.random(in: 0..<6, using: &self.random)
                let remote = Endpoint(IPv4Address(rawValue: 0x0909_0000 + UInt32(index)), 40_000)
                self.connect(ProtectionTests.strangers[index], remote, crawl)
            case 4: self.check(self.bench.feed("GET /crawl HTTP/1.1\r\n\r\n", to: self.accept(Bench.remote)))
            case 5:
                guard let id = self.open.randomElement(using: &self.random) else { return }
                self.check(self.bench.feed(self.message().received(on: id)))
            case 6:
                guard let id = self.open.randomElement(using: &self.random) else { return }
                self.check(self.bench.feed(.connectTestFinished(id, isReachable: true)))
            case 7:
                guard let id = self.open.randomElement(using: &self.random) else { return }
                self.open.removeAll { $0 == id }
                self.check(self.bench.feed(.connectionClosed(id, .reset)))
            default:
                for id in self.open {
                    self.check(self.bench.feed(.queueDrained(id)))
                    self.check(self.bench.feed(Message.ping(Ping(.pong, sequence: 1)).received(on: id)))
                }
                self.check(self.bench.advance(by: .milliseconds(Int.random(in: 0..<6_000, using: &self.random))))
            }
        }

        private mutating func accept(_ remote: Endpoint) -> ConnectionID {
            let (id, actions) = self.bench.acceptQuietly(from: remote)
            self.open.append(id)
            self.check(actions)
            return id
        }

        /// A handshake that is good, late, or broken off.
        private mutating func connect(_ key: NodeKey, _ remote: Endpoint, _ crawl: CrawlVisibility) {
            let id = self.accept(remote)
            if remote == ProtectionTests.keyRemote || remote == ProtectionTests.addressRemote {
                self.protected.insert(id)
            }
            var request = Bench.request(key, crawl: crawl, networkTime: self.bench.networkTime)
            switch Int.random(in: 0..<6, using: &self.random) {
            case 0: request = Bench.request(key, crawl: crawl, networkTime: 5)
            case 1: request = request.replacing("Connect-As: peer", with: "Connect-As: leaf")
            default: break
            }
            self.check(self.bench.feed(.bytesReceived(id, request)))
        }

        /// What protected peers and strangers say; a stranger does not know where the protected peers are.
        private mutating func message() -> Message {
            let number = Int.random(in: 0..<7, using: &self.random)
            let entries = (0..<5).map { _ in
                Endpoints.Entry(
                    IPv4Address(rawValue: 0x0808_0000 + UInt32.random(in: 0..<50, using: &self.random)),
                    50333,
                    hops: UInt32.random(in: 0..<7, using: &self.random)
                )
            }
            switch number {
            case 0, 1, 2: return .endpoints(Endpoints([.own(50333)] + entries))
            case 3: return .ping(Ping(.ping, sequence: 1))
            case 4: return .statusChange(StatusChange(event: .acceptedLedger, ledgerSequence: 5))
            case 5: return .validation(Votes.validation(sequence: UInt32.random(in: 0..<100, using: &self.random)))
            default: return .cluster(Cluster(nodes: []))
            }
        }
    }

    @Test(
        "nothing that is said to anybody else, logged or saved names a protected peer, whatever happens",
        arguments: UInt64(0)..<24
    )
    func neverNamed(seed: UInt64) {
        let policies = CrawlPolicy.allCases
        var world = World(
            bench: Self.bench(seed: seed, crawl: policies[Int(seed) % policies.count]),
            random: SplitMix64(seed: seed)
        )
        world.check(world.bench.feed(.started))
        for _ in 0..<120 { world.step() }
        #expect(!world.protected.isEmpty)
    }

    @Test("the search for leaks finds each of them")
    func searchWorks() {
        for secret in Self.secrets { #expect(Self.leaks([1, 2] + secret + [3])) }
        let notice = Notice.peerActive(Self.byKey.publicKey, Bench.remote, .inbound, software: "x", crawl: .private)
        #expect(Self.leaks(Array(notice.metadata.map(\.1).joined().utf8)))
        #expect(!Self.leaks(Array("203.0.113.9".utf8)))
        let entry = Endpoints.Entry(Self.keyRemote.address, 1, hops: 1)
        #expect(Self.leaks(Message.endpoints(Endpoints([entry])).frame.bytes))
        #expect(Self.leaks(HTTPAnswer.redirect(Bench.remote.address, to: [Self.addressRemote])))
    }

    /// What a protected peer can do before it has said who it is.
    enum Start: CaseIterable {
        case nothing, halfAHead, noise, silence, crawl, otherRequest
    }

    @Test(
        "who has not said who they are may be a protected peer, and is logged without address",
        arguments: Start.allCases
    )
    func unproven(start: Start) {
        var bench = Self.bench()
        let id = bench.accept(from: Self.keyRemote)
        switch start {
        case .nothing: break
        case .halfAHead: _ = bench.feed("GET / HTTP/1.1\r\nUpgrade:", to: id)
        case .noise: _ = bench.feed("\u{1}\u{2}\r\n\r\n", to: id)
        case .silence: _ = bench.advance(by: .seconds(60))
        case .crawl: _ = bench.feed("GET /crawl HTTP/1.1\r\n\r\n", to: id)
        case .otherRequest: _ = bench.feed("GET /other HTTP/1.1\r\n\r\n", to: id)
        }
        _ = bench.feed(.connectionClosed(id, .reset))
        let lines = bench.takeNotices().map { $0.name + $0.metadata.map { " \($0)=\($1)" }.joined() }
        #expect(lines.contains { $0.contains(" remote=unproven") })
        #expect(!lines.contains { Self.leaks(Array($0.utf8)) })
    }

    @Test("an address where somebody else has proven who they are is named from then on")
    func provenOthers() {
        var bench = Self.bench()
        let (first, _) = bench.acceptQuietly(from: Bench.remote)
        _ = bench.feed(.connectionClosed(first, .reset))
        #expect(bench.takeNotices().last?.subject.remote == nil)
        let link = bench.link(Self.strangers[2], from: Bench.remote, crawl: .public)
        _ = bench.feed(.connectionClosed(link, .reset))
        let (second, _) = bench.acceptQuietly(from: Bench.remote)
        _ = bench.takeNotices()
        _ = bench.feed(.connectionClosed(second, .reset))
        #expect(bench.takeNotices().last?.subject.remote == Bench.remote)
    }

    @Test("without protected keys, everybody is named")
    func noKeys() {
        var bench = Bench(seed: 1) { $0.protection = Protection(addresses: [Self.addressRemote.address]) }
        let (id, _) = bench.acceptQuietly(from: Self.keyRemote)
        _ = bench.feed(.connectionClosed(id, .reset))
        #expect(bench.takeNotices().last?.subject.remote == Self.keyRemote)
    }

    @Test("a protected peer that says that it may be seen raises an alarm, which does not name it")
    func alarm() {
        var bench = Self.bench()
        _ = bench.link(Self.byKey, from: Self.keyRemote, crawl: .public)
        #expect(bench.notices.map(\.name) == ["peer-active", "protected-peer-public"])
        #expect(bench.notices.last?.level == .error)
        var quiet = Self.bench()
        _ = quiet.link(Self.byKey, from: Self.keyRemote, crawl: .private)
        #expect(quiet.notices.map(\.name) == ["peer-active"])
    }

    @Test("a crawl shows all the others, only those that want to be seen, or nothing at all")
    func crawl() {
        for (policy, shown) in [(CrawlPolicy.stock, [0, 1]), (.filtered, [0]), (.off, [])] {
            var bench = Self.bench(crawl: policy)
            _ = bench.link(Self.byKey, from: Self.keyRemote, crawl: .public)
            for (index, crawl) in [CrawlVisibility.public, .private].enumerated() {
                _ = bench.link(Self.strangers[index], from: Bench.remote, crawl: crawl)
            }
            let id = bench.accept()
            let actions = bench.feed("GET /crawl HTTP/1.1\r\n\r\n", to: id)
            guard case .send(_, let bytes)? = actions.first else {
                Issue.record("nothing is answered")
                continue
            }
            let text = String(decoding: bytes, as: UTF8.self)
            for index in 0...1 {
                #expect(text.contains(Self.strangers[index].publicKey.base64) == shown.contains(index))
            }
            #expect(text.hasPrefix(policy == .off ? "HTTP/1.1 403" : "HTTP/1.1 200"))
            #expect(actions.last == .close(id, policy == .off ? .forbidden : .crawlServed))
        }
    }
}
