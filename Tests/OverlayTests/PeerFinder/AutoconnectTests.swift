import Addressing
import Testing

@testable import Overlay

@Suite("Autoconnect")
struct AutoconnectTests {
    @Test("dials the livecache, farthest first, and the bootcache only when nothing else is under way")
    func order() {
        var bench = FinderBench {
            $0.bootcache = (100..<104).map { BootcacheEntry(endpoint: FinderBench.endpoint($0), valence: $0) }
        }
        let (id, _) = bench.link(0)
        bench.tell(id, (1...14).map { ($0, hops: 1 + $0 % 6) }, now: .zero)
        let first = bench.finder.tick(now: .seconds(1))
        #expect(first.count == 10)
        let hops = first.compactMap { bench.finder.livecache.hops(of: $0) }
        #expect(hops == hops.sorted(by: >) && hops.first == 7)
        let dials = first.map { bench.dial($0) }
        #expect(bench.finder.tick(now: .seconds(2)) == [])
        for dial in dials { bench.finder.closed(dial) }
        #expect(bench.finder.tick(now: .seconds(3)).count == 4)
        let best = bench.finder.tick(now: .seconds(4))
        #expect(best == (100..<104).reversed().map { FinderBench.endpoint($0) })
    }

    @Test("dials an address once a minute, and none that has a slot")
    func suppression() {
        var bench = FinderBench {
            $0.bootstrapPeers = [FinderBench.endpoint(1), FinderBench.endpoint(1, 1), FinderBench.endpoint(2)]
        }
        let inbound = bench.accept(2)
        let first = bench.finder.tick(now: .seconds(1))
        #expect(first.map(\.address) == [FinderBench.address(1)])
        bench.finder.closed(bench.dial(first[0]))
        for second in 2...60 { #expect(bench.finder.tick(now: .seconds(second)) == []) }
        #expect(bench.finder.tick(now: .seconds(61)).map(\.address) == [FinderBench.address(1)])
        bench.finder.closed(inbound)
        #expect(bench.finder.tick(now: .seconds(62)) == [FinderBench.endpoint(2)])
    }

    @Test("never dials itself twice, fixed peers, protected peers, or private addresses")
    func never() {
        var bench = FinderBench {
            $0.fixedPeers = [FinderBench.endpoint(1)]
            $0.protection = Protection(addresses: [FinderBench.address(2)])
            $0.bootstrapPeers =
                (1...3).map { FinderBench.endpoint($0) } + [Endpoint(IPv4Address(rawValue: 0x0A00_0001), 50333)]
        }
        let dial = bench.finder.tick(now: .seconds(1))
        #expect(dial == [FinderBench.endpoint(3)])
        bench.finder.foundOurselves(at: dial[0])
        bench.finder.closed(bench.dial(dial[0]))
        for second in 2...300 { #expect(bench.finder.tick(now: .seconds(second)) == []) }
    }

    @Test("a private node dials nobody, whatever it is told")
    func privateNode() {
        var bench = FinderBench(isPrivate: true) {
            $0.bootstrapPeers = [FinderBench.endpoint(9)]
            $0.clusterKeys = [FinderBench.key(0)]
        }
        let (id, activation) = bench.link(0)
        #expect(activation == .active)
        bench.tell(id, [(1, hops: 1), (2, hops: 3)], now: .zero)
        bench.finder.redirected(to: [FinderBench.endpoint(5)], now: .zero)
        for second in 1...100 { #expect(bench.finder.tick(now: .seconds(second)) == []) }
        #expect(bench.finder.announcement(to: id, now: .seconds(5)) == [])
        #expect(bench.finder.redirects(for: FinderBench.address(3), count: 10, now: .seconds(5)) == [])
        #expect(bench.finder.nextTick == nil && bench.finder.livecache.isEmpty)
    }

    @Test("stops when the outbound slots are taken, dials under way included")
    func enough() {
        var bench = FinderBench { $0.bootstrapPeers = (0..<100).map { FinderBench.endpoint($0) } }
        for endpoint in bench.finder.tick(now: .seconds(1)) { _ = bench.dial(endpoint) }
        #expect(bench.finder.attempts == 10)
        for number in 0..<10 {
            _ = bench.finder.activate(ConnectionID(rawValue: UInt64(2 + 2 * number)), FinderBench.key(number))
        }
        #expect(bench.finder.attempts == 0 && bench.finder.countedOutbound == 10)
        for second in 2...100 { #expect(bench.finder.tick(now: .seconds(second)) == []) }
        bench.finder.closed(ConnectionID(rawValue: 2))
        #expect(bench.finder.tick(now: .seconds(101)).count == 1)
    }

    @Test("is saved soon after the start, then once a minute at most, and only when something changed")
    func saving() {
        var bench = FinderBench { $0.bootstrapPeers = [FinderBench.endpoint(1)] }
        #expect(bench.finder.takeUnsaved(now: .seconds(100)) == nil)
        let id = bench.dial(FinderBench.endpoint(1))
        _ = bench.finder.activate(id, FinderBench.key(1))
        #expect(bench.finder.takeUnsaved(now: .seconds(4)) == nil)
        let saved = [BootcacheEntry(endpoint: FinderBench.endpoint(1), valence: 1)]
        #expect(bench.finder.takeUnsaved(now: .seconds(5)) == saved)
        bench.finder.closed(id)
        #expect(bench.finder.takeUnsaved(now: .seconds(500)) == nil)
        bench.finder.closed(bench.dial(FinderBench.endpoint(1)))
        #expect(bench.finder.takeUnsaved(now: .seconds(64)) == nil)
        #expect(bench.finder.takeUnsaved(now: .seconds(65))?.map(\.valence) == [-1])
    }
}
