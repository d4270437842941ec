import Addressing
import Testing

@testable import Overlay

@Suite("Bootcache")
struct BootcacheTests {
    private static func endpoint(_ number: Int) -> Endpoint {
        Endpoint(IPv4Address(rawValue: 0x0808_0000 + UInt32(number)), 50333)
    }

    @Test("counts successes and failures in a row; a change of sign begins anew")
    func valence() {
        let endpoint = Self.endpoint(1)
        var cache = Bootcache()
        cache.failed(endpoint)
        #expect(cache.count == 0 && !cache.isUnsaved)
        cache.insert(endpoint)
        #expect(cache.valence(of: endpoint) == 0 && cache.isUnsaved)
        var valences: [Int?] = []
        for isSuccess in [true, true, true, false, false, true, false] {
            isSuccess ? cache.succeeded(endpoint) : cache.failed(endpoint)
            valences.append(cache.valence(of: endpoint))
        }
        #expect(valences == [1, 2, 3, -1, -2, 1, -1])
        cache.insert(endpoint)
        #expect(cache.valence(of: endpoint) == -1)
    }

    @Test("what is not saved yet is kept at the end, whenever that is, and once")
    func lastSaving() {
        var bench = FinderBench()
        #expect(bench.finder.takeLastUnsaved() == nil)
        bench.finder.bootcache.insert(Self.endpoint(1))
        #expect(bench.finder.takeUnsaved(now: .seconds(1)) == nil)
        #expect(bench.finder.takeLastUnsaved()?.map(\.endpoint) == [Self.endpoint(1)])
        #expect(bench.finder.takeLastUnsaved() == nil)
    }

    @Test("no valence goes beyond its bound")
    func bounded() {
        let endpoint = Self.endpoint(1)
        var cache = Bootcache([BootcacheEntry(endpoint: endpoint, valence: .max)])
        cache.succeeded(endpoint)
        #expect(cache.valence(of: endpoint) == PeerFinder.Constants.valenceMaximum)
    }

    @Test("lists the best first, and comes back as it was saved")
    func order() {
        var cache = Bootcache()
        for number in 0..<5 { cache.insert(Self.endpoint(number)) }
        cache.succeeded(Self.endpoint(3))
        cache.failed(Self.endpoint(0))
        let order = cache.entries.map(\.endpoint)
        #expect(order == [3, 1, 2, 4, 0].map(Self.endpoint))
        let restored = Bootcache(cache.entries, untried: [Self.endpoint(0), Self.endpoint(9)])
        #expect(restored.entries.map(\.valence) == [1, 0, 0, 0, 0, -1] && !restored.isUnsaved)
    }

    @Test("when it is full the worst tenth goes, and what worked stays")
    func trim() {
        var cache = Bootcache()
        for number in 0..<10 { cache.succeeded(Self.endpoint(number)) }
        for number in 10..<1_000 { cache.insert(Self.endpoint(number)) }
        #expect(cache.count == 1_000)
        cache.insert(Self.endpoint(5_000))
        #expect(cache.count == 901)
        for number in 10..<20_000 { cache.insert(Self.endpoint(number)) }
        #expect(cache.count <= 1_000)
        for number in 0..<10 { #expect(cache.valence(of: Self.endpoint(number)) == 1) }
    }

    @Test("forgets an address with all its ports")
    func remove() {
        var cache = Bootcache()
        cache.insert(Self.endpoint(1))
        cache.insert(Endpoint(Self.endpoint(1).address, 1))
        cache.insert(Self.endpoint(2))
        cache.markSaved()
        cache.remove(Self.endpoint(1).address)
        #expect(cache.entries.map(\.endpoint) == [Self.endpoint(2)] && cache.isUnsaved)
    }
}
