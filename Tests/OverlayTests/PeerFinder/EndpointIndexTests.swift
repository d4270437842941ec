import Testing

@testable import Overlay

@Suite("The index of endpoints")
struct EndpointIndexTests {
    private struct Entry: NumberedEntry {
        var endpointNumber: UInt64
    }

    @Test("agrees with a dictionary", arguments: UInt64(0)..<40)
    func model(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var index = EndpointIndex(secret: random.next())
        var entries = [Entry](repeating: Entry(endpointNumber: 0), count: 600)
        var free = Array(entries.indices)
        var model: [UInt64: Int] = [:]
        let range = UInt64.random(in: 4...500, using: &random)
        for _ in 0..<3_000 {
            let key = UInt64.random(in: 0..<range, using: &random) << 16
            if Bool.random(using: &random) {
                guard let place = model.removeValue(forKey: key) else { continue }
                index.remove(at: place, in: entries)
                free.append(place)
            } else if model[key] == nil, let place = free.popLast() {
                entries[place].endpointNumber = key
                index.insert(key, at: place, in: entries)
                model[key] = place
            }
            #expect(index.place(of: key, in: entries) == model[key] && index.count == model.count)
        }
        for key in 0..<range { #expect(index.place(of: key << 16, in: entries) == model[key << 16]) }
        index.removeAll()
        #expect(index.count == 0)
        for key in 0..<range { #expect(index.place(of: key << 16, in: entries) == nil) }
    }
}
