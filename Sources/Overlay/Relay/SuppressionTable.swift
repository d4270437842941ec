import PeerProtocol

/// What was seen in the last minutes, so that it is looked at and sent on once only.
///
/// Source: skywelld reference §5.6.
struct SuppressionTable: Sendable {
    /// How long something is remembered. Source: skywelld reference §5.6.
    static let lifetime = Duration.seconds(300)

    private let capacity: Int
    private var known: Set<Hash256> = []
    /// In the order in which they came, from `first` on.
    private var queue: [(id: Hash256, until: Duration)] = []
    private var first = 0

    /// - Parameter capacity: How many are remembered; one more lets the oldest be forgotten.
    init(capacity: Int) {
        precondition(capacity > 0, "a table for \(capacity) remembers nothing")
        self.capacity = capacity
    }

    var count: Int {
        self.known.count
    }

    /// Remembers something.
    ///
    /// - Returns: Whether it is new.
    mutating func insert(_ id: Hash256, now: Duration) -> Bool {
        self.forget(now: now)
        guard self.known.insert(id).inserted else { return false }
        if self.known.count > self.capacity { self.dropFirst() }
        self.queue.append((id, now + Self.lifetime))
        return true
    }

    private mutating func forget(now: Duration) {
        while self.first < self.queue.count, self.queue[self.first].until <= now { self.dropFirst() }
    }

    private mutating func dropFirst() {
        self.known.remove(self.queue[self.first].id)
        self.first += 1
        // The front is cut off once it is the greater part, so each entry is moved once at most.
        if self.first > self.queue.count / 2, self.first > 64 {
            self.queue.removeFirst(self.first)
            self.first = 0
        }
    }
}
