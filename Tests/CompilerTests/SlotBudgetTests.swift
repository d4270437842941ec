import TestSupport
import Testing
import Topology

@testable import Compiler

@Suite struct SlotBudgetTests {
    /// An entry of the vectors' `slot_counts`.
    private struct Entry: Decodable {
        let peersMax: Int
        let maxPeers: Int
        let wantIncoming: Bool
        let inMax: [Int]
        let outMax: [Int]
    }

    @Test("the shares are those that the server may choose, for every entry of the vectors")
    func agreesWithVectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "slot_counts")
        #expect(entries.contains(where: \.wantIncoming) && entries.contains { !$0.wantIncoming })
        for entry in entries {
            #expect(SlotBudget.effective(entry.peersMax) == entry.maxPeers, "peers_max \(entry.peersMax)")
            guard entry.wantIncoming else {
                // A private server has no inbound slots, whatever the number: so validators are given none.
                #expect(entry.inMax == [0] && entry.outMax == [entry.maxPeers])
                continue
            }
            let share = SlotBudget.outboundShare(of: entry.peersMax)
            #expect(share == entry.outMax.max(), "peers_max \(entry.peersMax)")
            #expect(entry.maxPeers - share == entry.inMax.min(), "peers_max \(entry.peersMax)")
        }
    }

    @Test("every intended link and eleven strangers find a slot, whichever way the server rounds", arguments: 0..<400)
    func leavesRoom(accepts: Int) {
        let budget = SlotBudget(served: accepts)
        for inbound in Self.inboundSlots(of: budget.peersMax) {
            #expect(inbound >= accepts + 11, "peers_max \(budget.peersMax)")
            #expect(budget.strangers + accepts <= inbound, "peers_max \(budget.peersMax)")
        }
        #expect(budget.strangers >= 11)
    }

    @Test("no smaller number would do, and the server's default is kept where it is enough", arguments: 0..<400)
    func isSmallest(accepts: Int) {
        let maximum = SlotBudget(served: accepts).peersMax
        #expect(maximum >= SlotBudget.defaultMaximum)
        guard maximum > SlotBudget.defaultMaximum else { return }
        #expect(Self.inboundSlots(of: maximum - 1).contains { $0 < accepts + 11 })
    }

    @Test("a budget for thousands of validators is found, and never above what a server's file may say")
    func isBounded() {
        #expect(SlotBudget(served: 0).peersMax == 21)
        #expect(SlotBudget(served: 1).peersMax == 22)
        #expect(SlotBudget(served: 5_000).peersMax < 10_000)
    }

    @Test("a budget counts each kind of link by itself, and a relay keeps no slots for strangers")
    func counts() throws {
        let topology = try FullTopology.make()
        let budget = { (name: String) in
            SlotBudget(of: try #require(topology.hosts.first { $0.name.rawValue == name }), in: topology)
        }
        let sentry = try budget("s-s")
        #expect([sentry.served, sentry.fellows, sentry.others, sentry.reserve] == [1, 0, 1, 11])
        #expect(sentry.peersMax == 23 && sentry.inbound == 13 && sentry.own == 2 && sentry.strangers == 11)
        let fellow = try budget("n-s-2")
        #expect([fellow.served, fellow.fellows, fellow.others, fellow.reserve] == [1, 1, 0, 11])
        let relay = try budget("n-r")
        #expect([relay.served, relay.fellows, relay.others, relay.reserve] == [1, 0, 0, 0])
        #expect(relay.peersMax == SlotBudget.defaultMaximum)
    }

    /// What the server may give to others: its outbound share is 15 %, at least 10, and a fraction is rounded by chance.
    ///
    /// Source: skywelld reference §6.2.
    private static func inboundSlots(of maximum: Int) -> [Int] {
        let share = max(Double(maximum) * 0.15, 10)
        return [share.rounded(.down), share.rounded(.up)].map { maximum - Int($0) }
    }
}
