import Overlay
import TestSupport
import Testing

@Suite("SlotCounts")
struct SlotCountsTests {
    private struct Entry: Decodable {
        let peersMax: Int
        let wantIncoming: Bool
        let outMax: [Int]
        let inMax: [Int]
    }

    @Test("are what the vectors say, whichever way a fraction is rounded")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "slot_counts")
        #expect(!entries.isEmpty)
        for entry in entries {
            let counts = (0..<100).map {
                SlotCounts(peersMax: entry.peersMax, wantsIncoming: entry.wantIncoming, roundingDraw: $0)
            }
            #expect(Set(counts.map(\.outbound)) == Set(entry.outMax), "\(entry.peersMax)")
            #expect(Set(counts.map(\.inbound)) == Set(entry.inMax), "\(entry.peersMax)")
        }
    }

    @Test("a fraction of five hundredths is rounded up five times in a hundred")
    func rounding() {
        let counts = (0..<100).map { SlotCounts(peersMax: 67, wantsIncoming: true, roundingDraw: $0).outbound }
        #expect(counts.count { $0 == 11 } == 5)
    }
}
