internal import Glibc

/// Measures from its making on: what passed, and what the process itself used.
struct Stopwatch {
    private let start = ContinuousClock.now
    private let used = Self.processorTime

    var wall: Duration {
        ContinuousClock.now - self.start
    }

    var processor: Duration {
        Self.processorTime - self.used
    }

    private static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
