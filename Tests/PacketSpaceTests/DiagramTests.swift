import TestSupport
import Testing

@testable import PacketSpace

/// Diagrams over small fields, against tables of all their values.
@Suite struct DiagramTests {
    /// The highest value of each field; the last two can be copied to each other.
    private static let highest: [UInt64] = [2, 6, 3, 3]

    private static let points: [[UInt64]] = (0...2).flatMap { first in
        (0...6).flatMap { second in
            (0...3).flatMap { third in (0...3).map { [UInt64(first), UInt64(second), UInt64(third), UInt64($0)] } }
        }
    }

    private static func table(_ store: DiagramStore, _ diagram: Diagram) -> [Int] {
        self.points.map { store.outcome(of: diagram, for: $0) }
    }

    /// A random function with outcomes up to `outcomes`, made of sets.
    private static func function(_ store: DiagramStore, _ dice: inout Dice, outcomes: Int) -> Diagram {
        var result = Diagram(outcome: dice.number(0...outcomes))
        for _ in 0..<dice.number(0...6) {
            let field = dice.number(0...3)
            let bounds = [dice.number(0...Int(self.highest[field])), dice.number(0...Int(self.highest[field]))].sorted()
            let set = store.set(field, in: [UInt64(bounds[0])...UInt64(bounds[1])])
            let other = Diagram(outcome: dice.number(0...outcomes))
            result = dice.onceIn(2) ? store.choose(set, other, result) : store.choose(set, result, other)
        }
        return result
    }

    @Test("operations are what they are value by value", arguments: 0..<8)
    func operations(block: Int) {
        for seed in 0..<50 {
            let store = DiagramStore(highest: Self.highest)
            var dice = Dice(seed: UInt64(block * 50 + seed))
            let left = Self.function(store, &dice, outcomes: 1)
            let right = Self.function(store, &dice, outcomes: 1)
            let many = Self.function(store, &dice, outcomes: 3)
            let more = Self.function(store, &dice, outcomes: 3)
            let tables = [left, right, many, more].map { Self.table(store, $0) }
            #expect(Self.table(store, store.intersection(left, right)) == zip(tables[0], tables[1]).map { $0 & $1 })
            #expect(Self.table(store, store.union(left, right)) == zip(tables[0], tables[1]).map { $0 | $1 })
            #expect(Self.table(store, store.difference(left, right)) == zip(tables[0], tables[1]).map { $0 & (1 - $1) })
            #expect(Self.table(store, store.either(many, more)) == zip(tables[2], tables[3]).map { $0 | $1 })
            let chosen = tables[0].indices.map { tables[0][$0] == 1 ? tables[2][$0] : tables[3][$0] }
            #expect(Self.table(store, store.choose(left, many, more)) == chosen)
            #expect(Self.table(store, store.packets(of: many, having: 2)) == tables[2].map { $0 >> 1 })
            let within = zip(tables[0], tables[2]).map { $0 & $1 }
            #expect(Self.table(store, store.packets(left, of: many, having: 1)) == within)
        }
    }

    @Test("substitutions are what they are value by value", arguments: 0..<8)
    func substitutions(block: Int) {
        for seed in 0..<50 {
            let store = DiagramStore(highest: Self.highest)
            var dice = Dice(seed: UInt64(1000 + block * 50 + seed))
            let function = Self.function(store, &dice, outcomes: 3)
            let field = dice.number(0...3)
            let value = UInt64(dice.number(0...Int(Self.highest[field])))
            let changed = { (change: (inout [UInt64]) -> Void) in
                Self.points.map { point in
                    var point = point
                    change(&point)
                    return store.outcome(of: function, for: point)
                }
            }
            #expect(Self.table(store, store.assigning(field, value, in: function)) == changed { $0[field] = value })
            #expect(Self.table(store, store.copying(2, to: 3, in: function)) == changed { $0[3] = $0[2] })
            #expect(Self.table(store, store.copying(3, to: 2, in: function)) == changed { $0[2] = $0[3] })
            var flip = BitTransform.identity
            flip.and(UInt128(value) | 2)
            flip.xor(1)
            let mapped = store.mapping(3, in: function) { range in
                flip.preimage(of: [UInt128(range.lowerBound)...UInt128(range.upperBound)], width: 2)?
                    .map { UInt64($0.lowerBound)...UInt64($0.upperBound) }
            }
            #expect(
                Self.table(store, mapped) == changed { $0[3] = UInt64(truncatingIfNeeded: flip(UInt128($0[3])) & 3) }
            )
            let forgotten = (value...Self.highest[field]).map { known in changed { $0[field] = known } }
            let united = Self.points.indices.map { index in forgotten.reduce(0) { $0 | $1[index] } }
            #expect(Self.table(store, store.forgetting(field, within: value...UInt64.max, in: function)) == united)
        }
    }

    @Test("one function is one node, however it was made", arguments: 0..<50)
    func canonical(seed: Int) {
        let store = DiagramStore(highest: Self.highest)
        var dice = Dice(seed: UInt64(2000 + seed))
        let left = Self.function(store, &dice, outcomes: 1)
        let right = Self.function(store, &dice, outcomes: 1)
        let everything = Diagram.everything
        let direct = store.difference(everything, store.union(left, right))
        let byDeMorgan = store.intersection(store.difference(everything, left), store.difference(everything, right))
        #expect(direct == byDeMorgan)
        #expect(store.choose(left, right, .nothing) == store.intersection(right, left))
    }

    @Test("the parts of a set are the set, and do not overlap", arguments: 0..<50)
    func parts(seed: Int) {
        let store = DiagramStore(highest: Self.highest)
        var dice = Dice(seed: UInt64(3000 + seed))
        let set = Self.function(store, &dice, outcomes: 1)
        var counts = [Int](repeating: 0, count: Self.points.count)
        let isComplete = store.forEachPart(of: set, limit: .max) { ranges in
            for (index, point) in Self.points.enumerated() {
                let isInside = ranges.allSatisfy { field, ranges in ranges.contains { $0.contains(point[field]) } }
                if isInside { counts[index] += 1 }
            }
        }
        #expect(isComplete)
        #expect(counts == Self.table(store, set))
        let example = store.example(of: set, preferring: Self.points[dice.number(0...Self.points.count - 1)])
        #expect((example == nil) == (set == .nothing))
        if let example {
            let lowest = Self.highest.indices.map { example[$0]?.lowerBound ?? 0 }
            #expect(store.outcome(of: set, for: lowest) == 1)
        }
    }

    @Test("ten thousand addresses are one node")
    func large() {
        let store = DiagramStore()
        let addresses = (0..<UInt64(10_000)).map { number in number * 7...number * 7 + number % 3 }
        let before = store.nodeCount
        let set = store.set(Field.sourceLow.rawValue, in: addresses)
        #expect(store.nodeCount == before + 1)
        #expect(store.edges(of: set)?.edges.count == 20_000)
    }

    @Test("values spread over fields lie where they lie as one number", arguments: 0..<20)
    func spread(seed: Int) {
        let store = DiagramStore(highest: [3, 3, 3])
        var dice = Dice(seed: UInt64(4000 + seed))
        let ranges = (0..<dice.number(0...4)).map { _ in
            let bounds = [dice.number(0...63), dice.number(0...63)].sorted()
            return UInt128(bounds[0])...UInt128(bounds[1])
        }
        let set = store.set([0, 1, 2], width: 2, in: ranges)
        for value in 0..<UInt64(64) {
            let isInside = store.outcome(of: set, for: [value >> 4, value >> 2 & 3, value & 3]) == 1
            #expect(isInside == ranges.contains { $0.contains(UInt128(value)) })
        }
    }
}
