import Addressing
import Overlay
import PeerProtocol
import Skywelld
import TestSupport
import Testing

@Suite("Redialling fixed peers")
struct RedialTests {
    /// Fails every dial, and returns the waits between them in order.
    private static func waits(_ count: Int, profile: RedialProfile, seed: UInt64) -> [Duration] {
        var bench = Bench(fixedPeers: [Bench.fixed], profile: profile, seed: seed)
        var waits: [Duration] = []
        var dials = bench.feed(.started)
        while waits.count < count, case .dial(let id, Bench.fixed)? = dials.first, dials.count == 1 {
            let failed = bench.now
            #expect(bench.feed(.connectionClosed(id, .refused)) == [])
            repeat {
                guard let wake = bench.wake else { return waits }
                dials = bench.advance(by: wake - bench.now)
            } while dials.isEmpty
            waits.append(bench.now - failed)
        }
        return waits
    }

    @Test(
        "waits a quarter of a second, twice as long each time, and then four and a half, spread by a tenth",
        arguments: UInt64(0)..<50
    )
    func picket(seed: UInt64) {
        let waits = Self.waits(9, profile: .picket, seed: seed)
        let bases = [250, 500, 1_000, 2_000, 4_000, 4_500, 4_500, 4_500, 4_500].map { Duration.milliseconds($0) }
        #expect(waits.count == bases.count)
        for (wait, base) in zip(waits, bases) { #expect(wait >= base * 9 / 10 && wait <= base * 11 / 10) }
    }

    /// Lets a fixed peer be away for a while, and returns how long after its return it is dialled in a way that it
    /// answers, and how often it was dialled in all.
    private static func absence(_ absence: Duration, isSilent: Bool, seed: UInt64) -> (Duration, dials: Int) {
        var bench = Bench(fixedPeers: [Bench.fixed], seed: seed)
        let lost = bench.dialAndLink()
        bench.now = .seconds(100)
        var actions = bench.feed(.connectionClosed(lost, .reset))
        let back = bench.now + absence
        var dials = 0
        while true {
            for action in actions {
                switch action {
                case .dial(_, _) where bench.now >= back: return (bench.now - back, dials + 1)
                case .dial(let id, _):
                    dials += 1
                    if !isSilent { _ = bench.feed(.connectionClosed(id, .refused)) }
                case .close(let id, _): _ = bench.feed(.connectionClosed(id, .closedByUs))
                case .send, .testConnect, .saveBootcache, .wake, .log: break
                }
            }
            guard let wake = bench.wake else { return (.seconds(1 << 40), dials) }
            actions = bench.advance(by: wake - bench.now)
        }
    }

    @Test("a peer that comes back is dialled within five seconds, and is not hammered", arguments: UInt64(0)..<200)
    func returns(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let away = Duration.milliseconds(Int.random(in: 0...600_000, using: &random))
        for isSilent in [false, true] {
            let (wait, dials) = Self.absence(away, isSilent: isSilent, seed: seed)
            #expect(wait < .seconds(5))
            #expect(dials <= 7 + Int(away / .seconds(4)))
        }
    }

    @Test("two nodes do not wait equally long")
    func spread() {
        // Half of the first waits are the shortest that there is.
        let waits = Set((0..<60).map { Self.waits(1, profile: .picket, seed: $0) })
        #expect(waits.count > 15)
    }

    @Test("the stock profile waits as long as the vectors say")
    func stock() throws {
        let minutes = try VectorFile.entries(Int.self, "sequence", of: "fixed_backoff_minutes")
        #expect(!minutes.isEmpty)
        #expect(Self.waits(minutes.count, profile: .stock, seed: 1) == minutes.map { .seconds(60 * $0) })
    }

    @Test("any number of failures has a wait", arguments: RedialProfile.allCases)
    func manyFailures(profile: RedialProfile) {
        #expect(profile.baseDelay(failures: .max) == profile.baseDelay(failures: 100))
        #expect(profile.baseDelay(failures: 100) > .zero)
    }

    @Test("no failure is no question")
    func noFailures() async {
        await #expect(processExitsWith: .failure) { _ = RedialProfile.picket.baseDelay(failures: 0) }
    }

    @Test("the loss of a link is the first failure")
    func loss() {
        var bench = Bench(fixedPeers: [Bench.fixed])
        let id = bench.dialAndLink()
        #expect(bench.feed(.connectionClosed(id, .reset)) == [])
        #expect(bench.notices.suffix(2).first == .peerLost(Bench.validator.publicKey, Bench.fixed, .outbound, .reset))
        #expect(bench.advance(by: .milliseconds(224)) == [])
        #expect(bench.advance(by: .milliseconds(52)) == [.dial(ConnectionID(rawValue: 4), Bench.fixed)])
    }

    @Test("after failures and then a link, the next wait is the shortest")
    func resetAfterFailures() {
        var bench = Bench(fixedPeers: [Bench.fixed])
        var dials = bench.feed(.started)
        for _ in 0..<4 {
            guard case .dial(let id, _)? = dials.first else { break }
            #expect(bench.feed(.connectionClosed(id, .refused)) == [])
            repeat {
                dials = bench.advance(by: .seconds(1))
            } while dials.isEmpty
        }
        let id = ConnectionID(rawValue: 10)
        #expect(dials == [.dial(id, Bench.fixed)])
        #expect(bench.feed(.connectionSecured(id, session: Bench.session)).count == 1)
        #expect(bench.feed(.bytesReceived(id, Bench.response())) == [])
        #expect(bench.feed(.connectionClosed(id, .closedByPeer)) == [])
        #expect(bench.advance(by: .milliseconds(275)) == [.dial(ConnectionID(rawValue: 12), Bench.fixed)])
    }

    @Test("a refused handshake is a failure too, and counts from the end of the connection")
    func refusedHandshake() {
        var bench = Bench(fixedPeers: [Bench.fixed])
        let id = bench.dial()
        #expect(bench.feed("HTTP/1.1 503 Full\r\n\r\n", to: id) == [.close(id, .redirected)])
        #expect(bench.advance(by: .seconds(60)) == [])
        #expect(bench.feed(.connectionClosed(id, .closedByUs)) == [])
        #expect(bench.advance(by: .milliseconds(275)) == [.dial(ConnectionID(rawValue: 4), Bench.fixed)])
    }

    /// Lets time pass on a link that stays, and returns who is dialled meanwhile.
    private static func dials(in duration: Duration, with link: ConnectionID, _ bench: inout Bench) -> [Endpoint] {
        let end = bench.now + duration
        var dials: [Endpoint] = []
        while bench.now < end {
            let actions = bench.advance(by: min(.seconds(5), end - bench.now))
            dials += actions.compactMap { if case .dial(_, let endpoint) = $0 { endpoint } else { nil } }
            _ = bench.feed(.bytesReceived(link, Ping(.pong, sequence: 1).frame.bytes))
            _ = bench.feed(.queueDrained(link))
        }
        return dials
    }

    /// Refuses the dial in progress, as a peer does that is linked already.
    private static func refuse(_ number: UInt64, _ bench: inout Bench) {
        let id = ConnectionID(rawValue: number)
        #expect(bench.feed(.connectionSecured(id, session: Bench.session)).count == 1)
        #expect(bench.feed("HTTP/1.1 503 Full\r\n\r\n", to: id) == [.close(id, .redirected)])
        #expect(bench.feed(.connectionClosed(id, .closedByUs)) == [])
    }

    @Test("a fixed peer that has dialled us and refuses our dial for that is left alone, until its link ends")
    func mutual() {
        var bench = Bench(fixedPeers: [Bench.fixed])
        #expect(bench.feed(.started) == [.dial(ConnectionID(rawValue: 2), Bench.fixed)])
        let link = bench.link(from: Endpoint(Bench.fixed.address, 40_000))
        Self.refuse(2, &bench)
        #expect(Self.dials(in: .seconds(299), with: link, &bench) == [])
        // A look now and then: what we take for the peer's link could be somebody else's at its address.
        #expect(Self.dials(in: .seconds(2), with: link, &bench) == [Bench.fixed])
        Self.refuse(4, &bench)
        #expect(Self.dials(in: .seconds(60), with: link, &bench) == [])
        #expect(bench.feed(.connectionClosed(link, .reset)) == [])
        // The other end dials us as well, and comes first.
        #expect(bench.advance(by: .milliseconds(1_500)) == [])
        #expect(bench.advance(by: .milliseconds(800)) == [.dial(ConnectionID(rawValue: 6), Bench.fixed)])
    }

    @Test("where a key was proven, only a link with that key counts as the peer's, wherever it comes from")
    func mutualByKey() {
        for (key, address, isSame) in [
            (Bench.validator, Bench.remote.address, true), (Bench.stranger, Bench.fixed.address, false),
        ] {
            var bench = Bench(fixedPeers: [Bench.fixed])
            let dial = bench.dialAndLink()
            let lost = bench.feed(.connectionClosed(dial, .reset))
            #expect(lost == [])
            let link = bench.link(key, from: Endpoint(address, 40_000))
            #expect(Self.dials(in: .milliseconds(300), with: link, &bench) == [Bench.fixed])
            Self.refuse(4, &bench)
            #expect(Self.dials(in: .seconds(60), with: link, &bench) == (isSame ? [] : [Bench.fixed]))
        }
    }

    @Test("we are not dialled where we have met ourselves, fixed or not; another session is no proof of that")
    func ourselves() {
        let open = Endpoint(IPv4Address(rawValue: 0x0808_0808), 50333)
        let other = SessionValue(localFinished: Array(1..<13), peerFinished: Array(16..<28))
        for session in [Bench.session, other] {
            for endpoint in [Bench.fixed, open] {
                var bench = Bench(fixedPeers: endpoint == open ? [] : [endpoint]) {
                    $0.bootstrapPeers = endpoint == open ? [open] : []
                }
                let dial = ConnectionID(rawValue: 2)
                #expect((bench.feed(.started) + bench.advance(by: .seconds(1))).first == .dial(dial, endpoint))
                #expect(bench.feed(.connectionSecured(dial, session: session)).count == 1)
                let inbound = bench.accept(from: Bench.remote)
                #expect(
                    bench.feed(.bytesReceived(inbound, Bench.request(Bench.sentry))) == [
                        .close(inbound, .selfConnection)
                    ]
                )
                #expect(bench.feed(.connectionClosed(inbound, .closedByUs)) == [])
                #expect(bench.feed(.connectionClosed(dial, .closedByPeer)) == [])
                let isDialled = bench.advance(by: .seconds(280)).contains { if case .dial = $0 { true } else { false } }
                #expect(isDialled == (session != Bench.session))
            }
        }
    }

    @Test("a failed dial is noticed, with the wait")
    func notices() {
        var bench = Bench(fixedPeers: [Bench.fixed], profile: .stock)
        _ = bench.feed(.started)
        _ = bench.feed(.connectionClosed(ConnectionID(rawValue: 2), .refused))
        #expect(
            bench.notices.suffix(2)
                == [.dialFailed(Bench.fixed, .refused), .redialScheduled(Bench.fixed, after: .seconds(60))]
        )
    }
}
