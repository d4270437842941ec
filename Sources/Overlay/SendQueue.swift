/// How much of what was sent on a connection the kernel has not taken yet.
struct SendQueue: Sendable {
    private(set) var bytes = 0
    private(set) var frames = 0

    /// Counts one more frame.
    ///
    /// - Returns: Whether it is within the limits. If not, the peer does not read, and is to be closed.
    mutating func add(_ count: Int, _ limits: Limits) -> Bool {
        self.bytes += count
        self.frames += 1
        return self.bytes <= limits.queuedBytes && self.frames <= limits.queuedFrames
    }

    /// The kernel took everything.
    mutating func drain() {
        self.bytes = 0
        self.frames = 0
    }
}
