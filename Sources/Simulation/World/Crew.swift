internal import Glibc
internal import Synchronization

/// Those who run shores side by side, each one or more of them: a thread for each but the first, whom the caller pays for.
final class Crew: Sendable {
    /// A thread besides the caller's.
    private final class Hand: Sendable {
        let berths: [Berth]
        /// Up to when; an end before the beginning says that all is over.
        let horizon = Mutex(Duration.zero)
        let start = Signal()
        let done = Signal()

        init(_ berths: [Berth]) {
            self.berths = berths
        }

        func work() {
            while true {
                self.start.wait()
                let horizon = self.horizon.withLock { $0 }
                guard horizon > .zero else { break }
                for berth in self.berths { berth.shore.run(until: horizon) }
                self.done.raise()
            }
            self.done.raise()
        }
    }

    private let own: [Berth]
    private let hands: [Hand]

    /// - Parameter threads: At most so many, the caller's included; less if the system gives no more.
    init(_ berths: [Berth], threads: Int) {
        let share = (berths.count + max(threads, 1) - 1) / max(threads, 1)
        var own = Array(berths.prefix(share))
        var hands: [Hand] = []
        for first in stride(from: share, to: berths.count, by: share) {
            let part = Array(berths[first..<min(first + share, berths.count)])
            let hand = Hand(part)
            if Self.start(hand) { hands.append(hand) } else { own += part }
        }
        (self.own, self.hands) = (own, hands)
    }

    /// Runs all shores up to a time that is not part of it, and comes back when all are there.
    func run(until horizon: Duration) {
        for hand in self.hands {
            hand.horizon.withLock { $0 = horizon }
            hand.start.raise()
        }
        for berth in self.own { berth.shore.run(until: horizon) }
        for hand in self.hands { hand.done.wait() }
    }

    deinit {
        for hand in self.hands {
            hand.horizon.withLock { $0 = .zero }
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
