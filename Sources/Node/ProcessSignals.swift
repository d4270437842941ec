private import Glibc

/// The signals that a process of nodes minds: SIGTERM and SIGINT ask it to end, SIGHUP to open its log anew.
///
/// While a value lives they wait instead of ending the process. Threads inherit that, so it is made before any thread
/// that should not be ended by them.
struct ProcessSignals: ~Copyable {
    enum Request: Equatable {
        case end
        case reopenLog
    }

    private var signals = sigset_t()
    private var before = sigset_t()

    init() {
        sigemptyset(&self.signals)
        for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&self.signals, signal) }
        pthread_sigmask(SIG_BLOCK, &self.signals, &self.before)
    }

    deinit {
        var before = self.before
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    /// Blocks the thread until one of them comes.
    func wait() -> Request {
        var signals = self.signals
        var received: Int32 = 0
        while sigwait(&signals, &received) == EINTR {}
        return received == SIGHUP ? .reopenLog : .end
    }

    /// Sends this process the wish to end, from any thread.
    static func askToEnd() {
        kill(getpid(), SIGTERM)
    }
}
