internal import CLinux
internal import Files
internal import Glibc

/// The process outside: it starts the lab's first process in namespaces of its own, and the lab lives as long as it does.
///
/// The first process is number 1 of its process namespace, so when it ends, the kernel ends everything else in the lab,
/// and with the last process go the namespaces, the interfaces and the file system that holds the lab's files.
/// It ends with the keeper: by the parent-death signal, and by a pipe, whose end it also notices if that signal was missed.
package enum LabKeeper {
    /// Holds the number of the descriptor at the other end of the keeper's pipe.
    static let lifelineVariable = "PICKET_LAB_LIFELINE"
    /// Set by a self-test: its runs end with it, and it has shown the topology's warnings.
    package static let selfTestVariable = "PICKET_SELF_TEST"

    /// Runs this program again, inside, and waits for it.
    ///
    /// An interrupt, hang-up or request to terminate ends the lab at once.
    ///
    /// - Parameters:
    ///   - arguments: Everything after the program's name.
    ///   - started: Called with the process inside, as numbered outside, once it runs.
    /// - Returns: The inner program's exit code; 128 + signal if the keeper was told to stop.
    package static func run(
        arguments: [String],
        started: (ChildProcess) throws(LabError) -> Void = { _ throws(LabError) in }
    ) throws(LabError) -> Int32 {
        let signals = Self.block([SIGCHLD, SIGINT, SIGTERM, SIGHUP])
        let parent = getppid()
        try UserNamespace.enter()
        if ProcessEnvironment.value(Self.selfTestVariable) != nil {
            _ = picket_set_parent_death_signal(SIGTERM)
            guard getppid() == parent else { throw LabError(.unavailable, "the self-test is gone") }
        }
        var lifeline: [Int32] = [-1, -1]
        guard pipe2(&lifeline, 0) == 0 else { throw LabError("start the lab", SystemCallError("pipe", "lifeline")) }
        _ = fcntl(lifeline[1], F_SETFD, FD_CLOEXEC)
        let inside: ChildProcess
        do {
            inside = try ChildProcess.start(
                ProcessEnvironment.executable,
                arguments: arguments,
                environment: ProcessEnvironment.variables + ["\(Self.lifelineVariable)=\(lifeline[0])"]
            )
        } catch {
            throw LabError("start the lab", error)
        }
        close(lifeline[0])
        do {
            try started(inside)
        } catch {
            kill(inside.id, SIGKILL)
            _ = inside.wait()
            throw error
        }
        return Self.wait(for: inside, signals) { signal in
            kill(inside.id, SIGKILL)
            _ = inside.wait()
            return 128 + signal
        }
    }

    /// Waits for a process to end, or for a signal that was blocked.
    ///
    /// - Parameter signalled: What to do about a signal; returns an exit code, or `nil` to go on waiting.
    static func wait(for inside: ChildProcess, _ signals: sigset_t, signalled: (Int32) -> Int32?) -> Int32 {
        var signals = signals
        while true {
            var signal: Int32 = 0
            guard sigwait(&signals, &signal) == 0 else { continue }
            if signal != SIGCHLD {
                if let code = signalled(signal) { return code }
                continue
            }
            var status: Int32 = 0
            if waitpid(inside.id, &status, WNOHANG) == inside.id {
                return ChildProcess.exitCode(status)
            }
        }
    }

    /// Whether whoever started us wants a signal ignored, as `nohup` does.
    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        sigaction(signal, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Blocks the signals that `wait` waits for, so that nothing is missed between two waits.
    static func block(_ wanted: [Int32]) -> sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in wanted where signal == SIGCHLD || !Self.isIgnored(signal) {
            sigaddset(&signals, signal)
        }
        sigprocmask(SIG_BLOCK, &signals, nil)
        return signals
    }
}
