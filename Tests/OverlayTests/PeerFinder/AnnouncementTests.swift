import Addressing
import PeerProtocol
import Skywelld
import Testing

@testable import Overlay

@Suite("Announcements")
struct AnnouncementTests {
    private static let own = Endpoints.Entry.own(50333)

    /// Makes a neighbour's port known as reachable.
    private static func verify(_ bench: inout FinderBench, _ id: ConnectionID, now: Duration) {
        let own = Endpoints.Entry.own(50333)
        _ = bench.announced(by: id, [own], now: now)
        bench.finder.connectTestFinished(id, isReachable: true, now: now)
        _ = bench.announced(by: id, [own], now: now + .seconds(5))
    }

    @Test("a neighbour is told on only after its port was reached, at the address that we see")
    func connectTest() {
        var bench = FinderBench()
        let (id, _) = bench.link(1)
        let lie = Endpoints.Entry(FinderBench.address(77), 50333, hops: 0)
        #expect(bench.announced(by: id, [lie], now: .zero) == FinderBench.endpoint(1))
        #expect(bench.finder.livecache.isEmpty && bench.finder.listeningPort(of: id) == nil)
        // While the test is under way, nothing is started again.
        #expect(bench.announced(by: id, [lie], now: .seconds(5)) == nil)
        bench.finder.connectTestFinished(id, isReachable: true, now: .seconds(5))
        #expect(bench.finder.listeningPort(of: id) == 50333)
        #expect(bench.announced(by: id, [lie], now: .seconds(10)) == nil)
        #expect(bench.finder.livecache.hops(of: FinderBench.endpoint(1)) == 1)
        #expect(
            bench.finder.redirects(for: FinderBench.address(5), count: 10, now: .seconds(10)) == [
                FinderBench.endpoint(1)
            ]
        )
        #expect(bench.finder.redirects(for: FinderBench.address(1), count: 10, now: .seconds(10)) == [])
    }

    @Test(
        "a port that cannot be reached is told to nobody, and tested again after a minute; so is one without an answer"
    )
    func unreachable() {
        var bench = FinderBench()
        let (id, _) = bench.link(1)
        #expect(bench.announced(by: id, [Self.own], now: .zero) != nil)
        bench.finder.connectTestFinished(id, isReachable: false, now: .seconds(3))
        for second in stride(from: 5, to: 63, by: 5) {
            #expect(bench.announced(by: id, [Self.own], now: .seconds(second)) == nil)
        }
        #expect(bench.finder.livecache.isEmpty && bench.finder.listeningPort(of: id) == nil)
        #expect(bench.announced(by: id, [Self.own], now: .seconds(65)) != nil)
        #expect(bench.announced(by: id, [Self.own], now: .seconds(70)) == nil)
        #expect(bench.announced(by: id, [Self.own], now: .seconds(75)) != nil)
    }

    @Test("our own entry comes first, and nothing else until the peer has shown that it takes more")
    func hopRelay() {
        var bench = FinderBench()
        let (neighbour, _) = bench.link(1)
        let (stranger, _) = bench.link(2)
        Self.verify(&bench, neighbour, now: .zero)
        #expect(bench.finder.announcement(to: stranger, now: .seconds(6)) == [Self.own])
        bench.tell(stranger, [(9, hops: 2)], now: .seconds(6))
        let known = Endpoints.Entry(FinderBench.address(1), 50333, hops: 1)
        #expect(bench.finder.announcement(to: stranger, now: .seconds(7)) == [Self.own, known])
        // Not what it told us itself, and not the same again before half a minute is over.
        #expect(bench.finder.announcement(to: stranger, now: .seconds(12)) == [Self.own])
        #expect(bench.finder.announcement(to: neighbour, now: .seconds(12)) == [Self.own])
    }

    @Test("is bounded, near ones first, one for an address, and never the peer's own", arguments: UInt64(0)..<20)
    func handout(seed: UInt64) {
        var bench = FinderBench(seed: seed) { $0.hopRelay = .always }
        let (id, _) = bench.link(5)
        for number in 10..<14 {
            let (teller, _) = bench.link(number)
            bench.tell(teller, (0..<20).map { (100 + 20 * number + $0, hops: 1 + $0 % 6) }, now: .zero)
        }
        let announced = bench.finder.announcement(to: id, now: .seconds(1))
        #expect(announced.count == 12 && announced[0] == Self.own)
        let hops = announced.map(\.hops)
        #expect(hops == hops.sorted() && hops.last ?? 9 <= 6)
        #expect(Set(announced.map(\.address)).count == 12)
        #expect(!announced.contains { $0.address == FinderBench.address(5) })
        let next = bench.finder.announcement(to: id, now: .seconds(6)).dropFirst()
        #expect(Set(next.map(\.address)).isDisjoint(with: announced.map(\.address)))
        let redirects = bench.finder.redirects(for: FinderBench.address(5), count: 10, now: .seconds(6))
        #expect(redirects.count == 10 && Set(redirects.map(\.address)).count == 10)
    }

    @Test("what a redirect names is worth a dial, but is told to nobody and not saved")
    func redirected() {
        var bench = FinderBench { $0.hopRelay = .always }
        let (id, _) = bench.link(1)
        bench.finder.redirected(to: (10..<100).map { FinderBench.endpoint($0) }, now: .zero)
        #expect(bench.finder.livecache.count == 30 && bench.finder.bootcache.count == 0)
        #expect(bench.finder.redirects(for: FinderBench.address(5), count: 10, now: .zero) == [])
        #expect(bench.finder.announcement(to: id, now: .zero) == [Self.own])
        #expect(bench.finder.tick(now: .seconds(1)).count == 10)
    }

    @Test("too far, private, repeated or too many entries are passed over")
    func rubbish() {
        var bench = FinderBench()
        let (id, _) = bench.link(1)
        let entries = [
            Endpoints.Entry(FinderBench.address(10), 50333, hops: 7),
            Endpoints.Entry(FinderBench.address(11), 50333, hops: .max),
            Endpoints.Entry(IPv4Address(rawValue: 0x0A00_0001), 50333, hops: 1),
            Endpoints.Entry(IPv4Address(rawValue: 0), 50333, hops: 1),
            Endpoints.Entry(IPv4Address(rawValue: .max), 50333, hops: 1),
            Endpoints.Entry(FinderBench.address(14), 50333, hops: 6),
        ]
        _ = bench.announced(by: id, entries, now: .zero)
        #expect(bench.finder.livecache.count == 1 && bench.finder.livecache.hops(of: FinderBench.endpoint(14)) == 7)
        // Sooner than any honest peer speaks again.
        bench.tell(id, [(20, hops: 1)], now: .milliseconds(500))
        #expect(bench.finder.livecache.count == 1)
        bench.tell(id, (20..<60).map { ($0, hops: 1) }, now: .seconds(5))
        #expect(bench.finder.livecache.count == 21)
    }

    @Test("what was said and nobody asked for waits in bounded room, and no later than that")
    func bounded() {
        var bench = FinderBench()
        let (id, _) = bench.link(1)
        for second in 0..<1_000 {
            _ = bench.finder.announced(by: id, [Self.own], now: .seconds(second))
            #expect(bench.finder.heard.count < PeerFinder.Constants.heardMaximum)
        }
        // A peer's column is another's when it is gone, so its words are weighed before.
        _ = bench.finder.announced(
            by: id,
            [Endpoints.Entry(FinderBench.address(9), 50333, hops: 1)],
            now: .seconds(2_000)
        )
        #expect(bench.finder.livecache.isEmpty && bench.finder.nextTick != nil)
        bench.finder.closed(id)
        #expect(bench.finder.livecache.hops(of: FinderBench.endpoint(9)) == 2)
    }

    @Test("nothing is believed of who is no link")
    func notLinked() {
        var bench = FinderBench()
        let id = bench.accept(1)
        bench.tell(id, [(2, hops: 1)], now: .zero)
        #expect(bench.announced(by: id, [Self.own], now: .seconds(9)) == nil && bench.finder.livecache.isEmpty)
    }

    @Test("a protected peer is never kept, tested or told on, whoever tells of it")
    func protected() {
        var bench = FinderBench {
            $0.hopRelay = .always
            $0.protection = Protection(keys: [FinderBench.key(4)], addresses: [FinderBench.address(5)])
        }
        let (liar, _) = bench.link(1)
        bench.tell(liar, [(4, hops: 1), (5, hops: 1), (6, hops: 1)], now: .zero)
        #expect(bench.finder.livecache.hops(of: FinderBench.endpoint(5)) == nil)
        // Until the key was proven from there, nothing says that number 4 is anybody special.
        #expect(bench.finder.livecache.hops(of: FinderBench.endpoint(4)) == 2)
        let (protected, _) = bench.link(4)
        #expect(bench.finder.livecache.hops(of: FinderBench.endpoint(4)) == nil)
        #expect(bench.finder.bootcache.entries.map(\.endpoint) == [FinderBench.endpoint(6)])
        #expect(bench.announced(by: protected, [Self.own], now: .zero) == nil)
        bench.finder.closed(protected)
        bench.tell(liar, [(4, hops: 0), (4, hops: 1), (5, hops: 2)], now: .seconds(5))
        bench.finder.redirected(to: [FinderBench.endpoint(4), FinderBench.endpoint(5)], now: .seconds(5))
        #expect(bench.finder.livecache.count == 1)
    }
}
