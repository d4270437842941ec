internal import Glibc
internal import Synchronization

/// Those who run shores side by side, each one or more of them: a thread for each but the first, whom the caller pays for.
final class Crew: Sendable {
    /// A thread besides the caller's.
    private final class Hand: Sendable {
        let berths: [Berth]
        let all: [Berth]
        /// What to run; `nil` says that all is over.
        let stretch = Mutex<Stretch?>(nil)
        let start = Signal()
        let done = Signal()

        init(_ berths: [Berth], of all: [Berth]) {
            self.berths = berths
            self.all = all
        }

        func work() {
            while true {
                self.start.wait()
                guard let stretch = self.stretch.withLock({ $0 }) else { break }
                stretch.run(self.berths, of: self.all)
                self.done.raise()
            }
            self.done.raise()
        }
    }

    /// A time in which nothing happens that concerns all.
    private struct Stretch {
        let start: Duration
        /// Not part of it.
        let end: Duration

        var stepCount: Int {
            let steps = (self.end - self.start).attoseconds / Crew.step.attoseconds
            return Int(steps) + (self.start + Crew.step * Int(steps) < self.end ? 1 : 0)
        }

        func run(_ berths: [Berth], of all: [Berth]) {
            let others = berths.map { own in all.filter { $0 !== own } }
            for number in 0..<self.stepCount {
                let end = min(self.start + Crew.step * (number + 1), self.end)
                for (berth, others) in zip(berths, others) { berth.run(step: number, until: end, others) }
            }
        }
    }

    /// Shores feel each other after `Berth.slack` of these at the earliest.
    private static let step = Duration.milliseconds(Routing.farLatency.lowerBound) / Berth.slack

    private let all: [Berth]
    private let own: [Berth]
    private let hands: [Hand]

    /// - Parameter threads: At most so many, the caller's included; less if the system gives no more.
    init(_ berths: [Berth], threads: Int) {
        let share = (berths.count + max(threads, 1) - 1) / max(threads, 1)
        var own = Array(berths.prefix(share))
        var hands: [Hand] = []
        for first in stride(from: share, to: berths.count, by: share) {
            let part = Array(berths[first..<min(first + share, berths.count)])
            let hand = Hand(part, of: berths)
            if Self.start(hand) { hands.append(hand) } else { own += part }
        }
        self.all = berths
        (self.own, self.hands) = (own, hands)
    }

    /// Runs all shores up to a time that is not part of it, and comes back when all are there.
    ///
    /// - Parameter start: Nothing happens before it.
    func run(from start: Duration, until end: Duration) {
        let stretch = Stretch(start: start, end: end)
        for berth in self.all { berth.beginSteps() }
        for hand in self.hands {
            hand.stretch.withLock { $0 = stretch }
            hand.start.raise()
        }
        stretch.run(self.own, of: self.all)
        for hand in self.hands { hand.done.wait() }
        // What set out in the last steps.
        for number in max(stretch.stepCount - Berth.slack, 0)..<stretch.stepCount { self.exchange(step: number) }
    }

    /// What has set out while all stood still goes over.
    func exchange() {
        for berth in self.all { berth.show(step: 0) }
        self.exchange(step: 0)
    }

    private func exchange(step number: Int) {
        for to in self.all { for from in self.all where from !== to { to.take(step: number, from: from) } }
    }

    deinit {
        for hand in self.hands {
            hand.stretch.withLock { $0 = nil }
            hand.start.raise()
            hand.done.wait()
        }
    }

    /// - Returns: Whether it runs.
    private static func start(_ hand: Hand) -> Bool {
        let box = Unmanaged.passRetained(hand)
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Hand>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            },
            box.toOpaque()
        )
        guard code == 0 else {
            box.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
