/// A point in time as the shell sees it: the machine never looks at a clock.
package struct Moment: Hashable, Sendable {
    /// Monotonic time since an arbitrary start.
    package let elapsed: Duration
    /// Wall clock, in seconds since 2000-01-01T00:00:00Z.
    package let networkTime: UInt64
    /// The whole seconds of `elapsed`.
    let second: Int64

    package init(elapsed: Duration, networkTime: UInt64) {
        self.init(elapsed: elapsed, networkTime: networkTime, second: elapsed.components.seconds)
    }

    /// - Parameter second: The whole seconds of the time, for those who know them: to find them takes a division of 128 bits.
    package init(elapsed: Duration, networkTime: UInt64, second: Int64) {
        self.elapsed = elapsed
        self.networkTime = networkTime
        self.second = second
    }
}
