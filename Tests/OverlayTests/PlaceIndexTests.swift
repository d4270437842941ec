import Overlay
import Testing

@Suite("The index of places")
struct PlaceIndexTests {
    @Test("agrees with a dictionary", arguments: UInt64(0)..<40)
    func model(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var index = PlaceIndex(secret: random.next())
        var model: [UInt64: Int] = [:]
        let keys = UInt64.random(in: 4...400, using: &random)
        for step in 0..<2_000 {
            let key = UInt64.random(in: 0..<keys, using: &random) << UInt64.random(in: 0...1, using: &random)
            if Bool.random(using: &random) {
                #expect(index.remove(key) == model.removeValue(forKey: key))
            } else if model[key] == nil {
                model[key] = step
                index.insert(key, at: step)
            }
            #expect(index[key] == model[key] && index.count == model.count)
        }
        for key in 0..<2 * keys { #expect(index[key] == model[key]) }
    }
}
