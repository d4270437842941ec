import Addressing
import Testing

@testable import Overlay

@Suite("Livecache")
struct LivecacheTests {
    private static let source = 1

    private static func endpoint(_ number: Int) -> Endpoint {
        Endpoint(IPv4Address(rawValue: 0x0808_0000 + UInt32(number)), 50333)
    }

    @Test("keeps the fewest hops, is refreshed by as few or fewer, and passes over more")
    func hops() {
        let endpoint = Self.endpoint(1)
        var cache = Livecache()
        cache.insert(endpoint, hops: 3, from: Self.source, now: .zero)
        cache.insert(endpoint, hops: 4, from: Self.source, now: .seconds(20))
        cache.expire(now: .seconds(29))
        #expect(cache.hops(of: endpoint) == 3)
        cache.insert(endpoint, hops: 3, from: Self.source, now: .seconds(29))
        cache.expire(now: .seconds(58))
        cache.insert(endpoint, hops: 1, from: Self.source, now: .seconds(58))
        #expect(cache.endpoints(hops: 3) == [] && cache.endpoints(hops: 1) == [endpoint])
        cache.expire(now: .seconds(88))
        #expect(cache.isEmpty && cache.endpoints(hops: 1) == [])
    }

    @Test("gives one peer a share only, and all together a bound")
    func shares() {
        var cache = Livecache()
        for number in 0..<100 { cache.insert(Self.endpoint(number), hops: 1, from: Self.source, now: .zero) }
        #expect(cache.count == PeerFinder.Constants.livecacheShare)
        for number in 100..<10_000 {
            cache.insert(
                Self.endpoint(number),
                hops: 1 + number % 7,
                from: number / 50,
                now: .seconds(1)
            )
        }
        #expect(cache.count == PeerFinder.Constants.livecacheMaximum)
        cache.expire(now: .seconds(30))
        for number in 0..<100 { cache.insert(Self.endpoint(number), hops: 1, from: Self.source, now: .seconds(31)) }
        #expect((0..<64).allSatisfy { cache.hops(of: Self.endpoint($0)) == 1 })
        #expect(cache.hops(of: Self.endpoint(64)) == nil)
    }

    @Test("agrees with a plain table", arguments: UInt64(0)..<30)
    func model(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var cache = Livecache()
        var model: [Endpoint: (hops: Int, expires: Duration)] = [:]
        var now = Duration.zero
        for _ in 0..<600 {
            now += .milliseconds(Int.random(in: 0..<700, using: &random))
            let endpoint = Self.endpoint(Int.random(in: 0..<40, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                cache.expire(now: now)
                model = model.filter { $0.value.expires > now }
            case 1:
                cache.remove(endpoint.address)
                model[endpoint] = nil
            default:
                let hops = Int.random(in: 1...7, using: &random)
                cache.insert(endpoint, hops: hops, from: Self.source, now: now)
                let isGone = model[endpoint].map { $0.expires <= now } ?? true
                if isGone || hops <= model[endpoint]?.hops ?? 7 { model[endpoint] = (hops, now + .seconds(30)) }
            }
            #expect(cache.count == model.count)
            for hops in 1...7 {
                #expect(cache.endpoints(hops: hops).sorted() == model.filter { $0.value.hops == hops }.keys.sorted())
            }
        }
    }
}
