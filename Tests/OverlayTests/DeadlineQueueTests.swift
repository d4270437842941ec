import Testing

@testable import Overlay

@Suite("Deadline queue")
struct DeadlineQueueTests {
    private static func entry(_ random: inout SplitMix64) -> DeadlineQueue.Entry {
        DeadlineQueue.Entry(
            time: .seconds(Int.random(in: 0..<50, using: &random)),
            id: ConnectionID(rawValue: random.next() % 1000)
        )
    }

    @Test("gives back the earliest first, whatever came and went before", arguments: UInt64(0)..<50)
    func order(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var queue = DeadlineQueue()
        var model: [DeadlineQueue.Entry] = []
        for _ in 0..<500 {
            switch Int.random(in: 0..<9, using: &random) {
            case 0..<5:
                let entry = Self.entry(&random)
                queue.insert(entry)
                model.append(entry)
            case 8:
                let parity = random.next() % 7
                queue.keep { $0.id.rawValue % 7 != parity }
                model.removeAll { $0.id.rawValue % 7 == parity }
            default:
                model.sort()
                #expect(queue.removeEarliest() == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(queue.earliest == model.min() && queue.count == model.count)
        }
    }
}
