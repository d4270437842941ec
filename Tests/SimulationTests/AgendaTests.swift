import Overlay
import Testing

@testable import Simulation

@Suite("Agenda")
struct AgendaTests {
    /// How far ahead things are entered: now, in the same span of time, in one of the next, far ahead, and farther than spans are told apart.
    private static let ranges: [ClosedRange<Int>] = [0...0, 0...2_000, 0...150_000, 0...8_000_000, 0...60_000_000]

    @Test("hands out what comes first, and of the same time what was entered first", arguments: UInt64(0)..<60)
    func order(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var agenda = Agenda<Int>()
        var model: [(time: Duration, value: Int)] = []
        var now = Duration.zero
        for value in 0..<3_000 {
            let range = Self.ranges[Int.random(in: Self.ranges.indices, using: &random)]
            // Whole milliseconds now and then, so that many come at the same time.
            let step = Int.random(in: range, using: &random)
            let time = now + .microseconds(Bool.random(using: &random) ? step : step / 1_000 * 1_000)
            agenda.enter(value, at: time)
            model.insert((time, value), at: model.firstIndex { $0.time > time } ?? model.count)
            if Int.random(in: 0..<4, using: &random) == 0 {
                let next = agenda.nextTime()
                #expect(next == model.first?.time)
            }
            guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
            for _ in 0..<Int.random(in: 1...5, using: &random) where !model.isEmpty {
                let expected = model.removeFirst()
                let taken = agenda.takeNext()
                #expect(taken?.time == expected.time && taken?.item == expected.value)
                now = expected.time
            }
        }
        while let taken = agenda.takeNext() { #expect(taken.item == model.removeFirst().value) }
        #expect(model.isEmpty)
    }

    @Test("keeps what comes at an end or later")
    func end() {
        var agenda = Agenda<Int>()
        agenda.enter(1, at: .seconds(1))
        agenda.enter(2, at: .seconds(2))
        let taken = [1, 2, 2, 3].map { agenda.takeNext(before: .seconds($0))?.item }
        #expect(taken == [nil, 1, nil, 2])
    }

    @Test("changes what lies where it was entered, as long as it is there", arguments: [0, 20, 500, 20_000])
    func change(milliseconds: Int) {
        var agenda = Agenda<Int>()
        agenda.enter(0, at: .zero)
        _ = agenda.takeNext()
        let time = Duration.milliseconds(milliseconds)
        let place = agenda.enter(1, at: time)
        let change = { (item: inout Int) in
            item += 10
            return true
        }
        let isChanged = [time, time + .milliseconds(1)].map { agenda.change(at: place, for: $0, change) }
        #expect(isChanged == [true, false])
        let taken = agenda.takeNext()?.item
        #expect(taken == 11)
        let isThere = agenda.change(at: place, for: time, change)
        #expect(!isThere)
    }

    @Test("shows ahead what comes next, and again only after that was taken")
    func ahead() {
        var agenda = Agenda<Int>()
        for number in 0..<40 { agenda.enter(number, at: .microseconds(40 - number), hint: Int32(number)) }
        var shown: [Int32] = []
        agenda.lookAhead(16) { hint, _ in shown.append(hint) }
        agenda.lookAhead(16) { hint, _ in shown.append(hint) }
        #expect(shown == (24..<40).reversed())
        for _ in 0..<16 { _ = agenda.takeNext() }
        agenda.lookAhead(16) { hint, _ in shown.append(hint) }
        #expect(shown == (8..<40).reversed())
    }
}
