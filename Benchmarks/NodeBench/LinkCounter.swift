internal import Glibc
internal import Logging
internal import Synchronization

/// Counts the links that a node says in its log to have made.
final class LinkCounter: Sendable {
    private struct State {
        var count = 0
        /// What somebody waits for.
        var wanted = Int.max
    }

    /// In seconds.
    private static let patience = 60

    private let state = Mutex(State())
    // SAFETY: a semaphore is made for threads; it stays where it is until nobody refers to the counter.
    private nonisolated(unsafe) let reached = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() {
        sem_init(self.reached, 0, 0)
    }

    deinit {
        sem_destroy(self.reached)
        self.reached.deallocate()
    }

    /// Sleeps until so many links are there: a look every few milliseconds would leave the processor idle in between, and
    /// what comes after an idle time is slow.
    func wait(for wanted: Int) {
        let isThere = self.state.withLock { state in
            state.wanted = wanted
            return state.count >= wanted
        }
        guard !isThere else { return }
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        deadline.tv_sec += Self.patience
        while sem_timedwait(self.reached, &deadline) != 0 {
            guard errno == EINTR else {
                fatalError("the links did not come: \(self.state.withLock(\.count)) of \(wanted)")
            }
        }
    }

    private func add() {
        let isReached = self.state.withLock { state in
            state.count += 1
            return state.count == state.wanted
        }
        if isReached { sem_post(self.reached) }
    }

    /// A log that keeps nothing else.
    struct Handler: LogHandler {
        let counter: LinkCounter
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            if "\(event.message)" == "peer-active" { self.counter.add() }
        }
    }
}
