/// A point in time as the shell sees it: the machine never looks at a clock.
package struct Moment: Hashable, Sendable {
    /// Monotonic time since an arbitrary start.
    package let elapsed: Duration
    /// Wall clock, in seconds since 2000-01-01T00:00:00Z.
    package let networkTime: UInt64

    package init(elapsed: Duration, networkTime: UInt64) {
        self.elapsed = elapsed
        self.networkTime = networkTime
    }
}
