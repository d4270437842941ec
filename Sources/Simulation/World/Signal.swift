internal import Glibc
internal import Synchronization

/// One thread tells another that something is done.
///
/// Whoever waits looks for it a while, as it mostly comes soon, and then sleeps, as the other may have lost its core.
final class Signal: @unchecked Sendable {
    private enum State {
        static let lowered = 0
        static let raised = 1
        /// Nobody has raised it, and somebody sleeps until it is.
        static let awaited = 2
    }

    /// How often it is looked at before the wait becomes sleep: some ten microseconds.
    private static let patience = 20_000

    private let state = Atomic(State.lowered)
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        self.semaphore = .allocate(capacity: 1)
        let code = sem_init(self.semaphore, 0, 0)
        precondition(code == 0, "a semaphore of one process cannot fail")
    }

    deinit {
        sem_destroy(self.semaphore)
        self.semaphore.deallocate()
    }

    func raise() {
        guard self.state.exchange(State.raised, ordering: .acquiringAndReleasing) == State.awaited else { return }
        sem_post(self.semaphore)
    }

    /// Comes back when it is raised, and lowers it.
    func wait() {
        for _ in 0..<Self.patience where self.state.load(ordering: .acquiring) == State.raised {
            self.state.store(State.lowered, ordering: .releasing)
            return
        }
        let (isAwaited, _) = self.state.compareExchange(
            expected: State.lowered,
            desired: State.awaited,
            ordering: .acquiringAndReleasing
        )
        if isAwaited { while sem_wait(self.semaphore) != 0 {} }
        self.state.store(State.lowered, ordering: .releasing)
    }
}
