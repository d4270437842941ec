import Testing

@testable import Overlay

@Suite("The index of endpoints")
struct EndpointIndexTests {
    @Test("agrees with a dictionary", arguments: UInt64(0)..<40)
    func model(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var index = EndpointIndex(secret: random.next())
        var keys = [UInt64](repeating: 0, count: 600)
        var free = Array(keys.indices)
        var model: [UInt64: Int] = [:]
        let range = UInt64.random(in: 4...500, using: &random)
        for _ in 0..<3_000 {
            let key = UInt64.random(in: 0..<range, using: &random) << 16
            if Bool.random(using: &random) {
                guard let place = model.removeValue(forKey: key) else { continue }
                index.remove(key, at: place) { keys[$0] }
                free.append(place)
            } else if model[key] == nil, let place = free.popLast() {
                keys[place] = key
                index.insert(key, at: place) { keys[$0] }
                model[key] = place
            }
            #expect(index.place(of: key) { keys[$0] } == model[key] && index.count == model.count)
        }
        for key in 0..<range { #expect(index.place(of: key << 16) { keys[$0] } == model[key << 16]) }
    }
}
