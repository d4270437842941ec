import Addressing
import Skywelld
import TestSupport
import Testing

@testable import Overlay

@Suite("Slots")
struct SlotTests {
    private struct Entry: Decodable {
        let peersMax: Int
        let wantIncoming: Bool
        let inMax: [Int]
        let outMax: [Int]
        let advertisesItself: Bool
    }

    @Test("the vectors' numbers of peers fit, one more does not, and we announce ourselves as they say")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "slot_counts")
        #expect(!entries.isEmpty)
        for entry in entries where entry.peersMax <= 60 {
            var bench = FinderBench(isPrivate: !entry.wantIncoming, peersMax: entry.peersMax)
            let inbound = (0..<60).map { bench.link($0).1 }.count { $0 == .active }
            #expect(entry.inMax.contains(inbound))
            let outbound = (0..<60).map { (number) -> PeerFinder.Activation in
                let id = bench.dial(FinderBench.endpoint(1000 + number))
                // The keys of those that were taken are taken too.
                return bench.finder.activate(id, FinderBench.key(63 - number))
            }
            .count { $0 == .active }
            #expect(outbound <= entry.outMax[0])
            let (id, _) = bench.link(61)
            #expect(bench.finder.announcement(to: id, now: .zero).isEmpty == !entry.advertisesItself)
        }
    }

    @Test("never holds more counted links than slots, and every slot comes back", arguments: UInt64(0)..<60)
    func neverOverfull(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var bench = FinderBench(peersMax: 14, seed: seed) {
            $0.fixedPeers = [FinderBench.endpoint(3)]
            $0.protection = Protection(keys: [FinderBench.key(4)], addresses: [FinderBench.address(5)])
            $0.clusterKeys = [FinderBench.key(6)]
        }
        var open: [ConnectionID] = []
        for _ in 0..<400 {
            let number = Int.random(in: 0..<20, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: open.append(bench.link(number, key: Int.random(in: 0..<40, using: &random)).0)
            case 1: open.append(bench.accept(number))
            case 2: open.append(bench.dial(FinderBench.endpoint(number)))
            case 3: open.randomElement(using: &random).map { bench.finder.retire($0) }
            case 4: open.randomElement(using: &random).map { _ = bench.finder.activate($0, FinderBench.key(number)) }
            default:
                guard let index = open.indices.randomElement(using: &random) else { continue }
                bench.finder.closed(open.remove(at: index))
            }
            #expect(bench.finder.countedInbound <= 4 && bench.finder.countedOutbound <= 10)
            let active = bench.finder.slots.values.filter { $0.phase == .active }
            #expect(active.count { $0.isCounted } == bench.finder.countedInbound + bench.finder.countedOutbound)
            #expect(bench.finder.links.count == active.count)
            #expect(bench.finder.attempts >= 0)
        }
        for id in open { bench.finder.closed(id) }
        #expect(bench.finder.slots.isEmpty && bench.finder.links.isEmpty && bench.finder.attempts == 0)
        #expect(bench.finder.countedInbound == 0 && bench.finder.countedOutbound == 0)
        #expect(bench.finder.slotsByAddress.isEmpty && bench.finder.privilegedByAddress.isEmpty)
    }

    @Test("protected peers, cluster members and fixed peers come in when all slots are taken")
    func reserved() {
        var bench = FinderBench(peersMax: 11) {
            $0.fixedPeers = [FinderBench.endpoint(3)]
            $0.protection = Protection(keys: [FinderBench.key(4)], addresses: [FinderBench.address(5)])
            $0.clusterKeys = [FinderBench.key(6)]
        }
        #expect(bench.link(0).1 == .active)
        #expect(bench.link(1).1 == .slotsFull)
        for number in 3...6 { #expect(bench.link(number).1 == .active) }
        #expect(bench.link(7).1 == .slotsFull)
        // The address of one fixed peer is good for one link, that of a protected one for four.
        #expect(bench.link(3, key: 10).1 == .slotsFull)
        for key in 11...13 { #expect(bench.link(5, key: key).1 == .active) }
        #expect(bench.link(5, key: 14).1 == .slotsFull)
    }

    @Test("a private node takes nobody in but the peers named by key or protected address")
    func privateNode() {
        var bench = FinderBench(isPrivate: true) {
            $0.fixedPeers = [FinderBench.endpoint(3)]
            $0.clusterKeys = [FinderBench.key(6)]
        }
        #expect(bench.link(0).1 == .slotsFull)
        #expect(bench.link(3).1 == .slotsFull)
        #expect(bench.link(6).1 == .active)
    }
}
