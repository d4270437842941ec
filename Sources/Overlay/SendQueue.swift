/// How much of what was sent on a connection the kernel has not taken yet.
struct SendQueue: Sendable {
    private(set) var bytes = 0
    /// Without those that could have been left out.
    private(set) var frames = 0
    /// Whether the kernel has taken everything at some time since the last tick.
    private var wasEmptied = true

    /// Counts one more frame.
    ///
    /// - Returns: Whether it is within the limits. If not, the peer does not read, and is to be closed.
    mutating func add(_ count: Int, _ limits: Limits) -> Bool {
        self.bytes += count
        self.frames += 1
        return self.bytes <= limits.queuedBytes && self.frames <= limits.queuedFrames
    }

    /// Counts one more frame that strangers can make up in any number, if there is room for it.
    ///
    /// It gets half of the room and no more, so that strangers can never fill the queue of somebody else: that would cut the link.
    ///
    /// - Returns: Whether there was room. If not, the frame is to be left out.
    mutating func addIfRoom(_ count: Int, _ limits: Limits) -> Bool {
        guard self.bytes + count <= limits.queuedBytes / 2 else { return false }
        self.bytes += count
        return true
    }

    /// The kernel took everything.
    mutating func drain() {
        self.bytes = 0
        self.frames = 0
        self.wasEmptied = true
    }

    /// Another interval between two pings is over.
    ///
    /// - Returns: Whether the kernel had taken everything at some time in it. If not, the peer does not read.
    mutating func tick() -> Bool {
        defer { self.wasEmptied = self.bytes == 0 }
        return self.wasEmptied
    }
}
