internal import Glibc

/// Time as the lab's process sees it.
package enum LabClock {
    /// Blocks the calling thread.
    package static func pause(for duration: Duration) {
        usleep(UInt32(duration / .microseconds(1)))
    }

    /// The wall clock, in seconds since 1970.
    package static var unixTime: UInt64 { UInt64(max(0, time(nil))) }

    /// The wall clock, since 1970: that of the nodes, which run on this machine.
    package static var sinceUnixEpoch: Duration {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
    }
}
