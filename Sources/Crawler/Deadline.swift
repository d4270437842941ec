private import Glibc

/// A point on the monotonic clock by which something has to be over.
struct Deadline: Sendable {
    private static let nanosecondsPerMillisecond: Int64 = 1_000_000

    private let nanoseconds: Int64

    /// - Parameter timeout: From now; nothing or less has passed already.
    init(in timeout: Duration) {
        let (seconds, attoseconds) = timeout.components
        let (scaled, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isTooLate) = (Self.now + attoseconds / 1_000_000_000).addingReportingOverflow(isTooLong ? 0 : scaled)
        self.nanoseconds = isTooLong || isTooLate ? .max : sum
    }

    /// What is left, in milliseconds rounded up, as `poll` takes it; 0 when the time is over.
    var remainingMilliseconds: Int32 {
        let left = max(0, self.nanoseconds.subtractingReportingOverflow(Self.now).partialValue)
        let rounded = left / Self.nanosecondsPerMillisecond + (left % Self.nanosecondsPerMillisecond == 0 ? 0 : 1)
        return Int32(clamping: rounded)
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
