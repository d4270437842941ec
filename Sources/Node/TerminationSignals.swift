private import Glibc

/// The signals that ask a process to end: SIGTERM and SIGINT.
///
/// While a value lives they wait instead of ending the process. Threads inherit that, so it is made before any thread
/// that should not be ended by them.
struct TerminationSignals: ~Copyable {
    private var signals = sigset_t()
    private var before = sigset_t()

    init() {
        sigemptyset(&self.signals)
        sigaddset(&self.signals, SIGTERM)
        sigaddset(&self.signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &self.signals, &self.before)
    }

    deinit {
        var before = self.before
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    /// Blocks the thread until one of them comes.
    func wait() {
        var signals = self.signals
        var received: Int32 = 0
        while sigwait(&signals, &received) == EINTR {}
    }
}
