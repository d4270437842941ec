internal import CLinux
internal import Files
internal import Glibc
internal import Nftables

/// Has libnftables do its work in a copy of this process, which it may end.
///
/// libnftables 1.0.6 ends its process on some rules that it cannot load, such as `ip6 nexthdr 51 tcp dport 22`
/// in a table `inet` ("Assertion `expr->payload.base == PROTO_BASE_LL_HDR' failed"), and on some that the kernel has and it cannot
/// list, such as `meta l4proto gre th sport 1-2`.
enum NftablesAside {
    enum Work {
        /// Of a ruleset that errors call by this name.
        case loading(String)
        case listing
    }

    /// What libnftables may end its process with.
    private static let signals = [SIGABRT, SIGSEGV, SIGBUS, SIGFPE]

    /// How long it may take; some statements, such as `monitor`, have no end.
    static let timeLimit: UInt32 = 60

    /// - Parameters:
    ///   - task: What the copy does, for the error if that ends it.
    ///   - seconds: How long it may take.
    ///   - ended: Called in this process where the copy did not come to its end, before that is thrown.
    ///   - work: Runs in the copy, which stands in the same namespaces.
    /// - Throws: What the work throws, or that libnftables ended the copy.
    static func run(
        _ task: Work,
        within seconds: UInt32 = Self.timeLimit,
        ended: () throws(NftablesError) -> Void = {},
        work: () throws(NftablesError) -> KernelListing
    ) throws(NftablesError) -> KernelListing {
        let words = try Self.reaching(task) { () throws(SystemCallError) in try MemoryFile.make("") }
        let descriptor = words.rawValue
        let outcome = try Self.reaching(task) { () throws(SystemCallError) in
            try ProcessCopy.outcome {
                for number in Self.signals + [SIGALRM] { signal(number, SIG_DFL) }
                // Some threads take no signals.
                var none = sigset_t()
                sigprocmask(SIG_SETMASK, &none, nil)
                alarm(seconds)
                dup2(descriptor, STDERR_FILENO)
                return AsideReport(work).bytes
            }
        }
        guard case .returned(let bytes) = outcome, let report = AsideReport(bytes) else {
            try ended()
            throw NftablesError(command: task.command, message: Self.message(task, outcome, words))
        }
        switch report {
        case .listed(let listing): return listing
        case .refused(let error): throw error
        }
    }

    /// How the kernel lists the rules of the thread's network namespace.
    static func listing() throws(NftablesError) -> KernelListing {
        try Self.run(.listing) { () throws(NftablesError) in try NftablesContext().rulesetListing() }
    }

    /// - Parameter step: On the way to a copy.
    private static func reaching<Result: ~Copyable>(
        _ task: Work,
        _ step: () throws(SystemCallError) -> Result
    ) throws(NftablesError) -> Result {
        do throws(SystemCallError) {
            return try step()
        } catch {
            throw NftablesError(command: task.command, message: "\(task.command) in a copy of this process: \(error)")
        }
    }

    // MARK: - Ends

    private static func message(
        _ task: Work,
        _ outcome: ProcessCopy.Outcome,
        _ words: borrowing OwnedDescriptor
    ) -> String {
        switch task {
        case .listing:
            return
                "libnftables broke off while it listed the rules (\(outcome)): version 1.0.6 cannot list some that the "
                + "kernel has, such as those with 'th' behind a protocol without ports"
        case .loading(let name):
            let last = Self.lastWords(words)
            let how =
                switch outcome {
                case .signal(SIGABRT): "ends with an assertion"
                case .signal(SIGALRM): "comes to no end"
                case .signal, .returned, .failed: "breaks off (\(outcome))"
                }
            return "libnftables \(how) while it loads \(name)\(last.isEmpty ? "" : ": \(last)")\n"
                + "so does nft: take rules out until 'nft -c -f FILE' says nothing, and write the one that it was otherwise"
        }
    }

    /// How much is read of what libnftables says before it ends its process, in bytes.
    private static let wordsLimit = 300

    /// The first line, without the name of the program.
    private static func lastWords(_ file: borrowing OwnedDescriptor) -> String {
        var buffer = [UInt8](repeating: 0, count: Self.wordsLimit)
        let count = pread(file.rawValue, &buffer, buffer.count, 0)
        let line = buffer.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
        let text = String(decoding: line, as: UTF8.self)
        let program = (CommandLine.arguments.first?.split(separator: "/").last ?? "") + ": "
        return text.hasPrefix(program) ? String(text.dropFirst(program.count)) : text
    }
}

extension NftablesAside.Work {
    fileprivate var command: String {
        switch self {
        case .loading: "load the rules"
        case .listing: "list ruleset"
        }
    }
}
