import TestSupport
import Testing

@testable import Compiler

@Suite struct SlotBudgetTests {
    /// An entry of the vectors' `slot_counts`.
    private struct Entry: Decodable {
        let peersMax: Int
        let wantIncoming: Bool
        let inMax: [Int]
        let outMax: [Int]
    }

    @Test("the outbound share is the larger one that the server may choose, for every entry of the vectors")
    func outboundAgreesWithVectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "slot_counts")
        #expect(!entries.isEmpty)
        for entry in entries where entry.wantIncoming {
            let maximum = max(entry.peersMax == 0 ? SlotBudget.defaultMaximum : entry.peersMax, 10)
            #expect(SlotBudget.outbound(of: maximum) == entry.outMax.max(), "peers_max \(entry.peersMax)")
            #expect(maximum - SlotBudget.outbound(of: maximum) == entry.inMax.min(), "peers_max \(entry.peersMax)")
        }
    }

    @Test("every intended link and eleven strangers find a slot, whichever way the server rounds", arguments: 0..<400)
    func leavesRoom(accepts: Int) {
        let maximum = SlotBudget.peersMax(accepts: accepts)
        for inbound in Self.inboundSlots(of: maximum) {
            #expect(inbound >= accepts + 11, "peers_max \(maximum)")
        }
    }

    @Test("no smaller number would do, and the server's default is kept where it is enough", arguments: 0..<400)
    func isSmallest(accepts: Int) {
        let maximum = SlotBudget.peersMax(accepts: accepts)
        #expect(maximum >= SlotBudget.defaultMaximum)
        guard maximum > SlotBudget.defaultMaximum else { return }
        #expect(Self.inboundSlots(of: maximum - 1).contains { $0 < accepts + 11 })
    }

    @Test("a budget for thousands of validators is found, and never above what a server's file may say")
    func isBounded() {
        #expect(SlotBudget.peersMax(accepts: 0) == 21)
        #expect(SlotBudget.peersMax(accepts: 1) == 22)
        #expect(SlotBudget.peersMax(accepts: 5_000) < 10_000)
    }

    /// What the server may give to others: its outbound share is 15 %, at least 10, and a fraction is rounded by chance.
    ///
    /// Source: skywelld reference §6.2.
    private static func inboundSlots(of maximum: Int) -> [Int] {
        let share = max(Double(maximum) * 0.15, 10)
        return [share.rounded(.down), share.rounded(.up)].map { maximum - Int($0) }
    }
}
