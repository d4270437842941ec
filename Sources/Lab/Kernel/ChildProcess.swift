internal import CLinux
package import Files
internal import Glibc

/// A process started by this one.
package struct ChildProcess: Hashable, Sendable {
    package let id: Int32

    /// What a child gets in place of what it would inherit.
    struct Streams {
        /// Descriptors for standard input, output and error; -1 inherits.
        var input: Int32 = -1
        var output: Int32 = -1
        var error: Int32 = -1
    }

    /// Starts a program in the calling thread's namespaces, with default signal handling and no signal blocked.
    ///
    /// - Parameters:
    ///   - path: The program; looked up in `PATH` if it has no slash.
    ///   - arguments: Everything after the program's own name.
    ///   - environment: `NAME=value`, in place of this process's own.
    ///   - directory: Where it starts; `nil` for here.
    ///   - session: Whether it leads a session of its own, away from the terminal.
    static func start(
        _ path: String,
        arguments: [String],
        environment: [String],
        directory: String? = nil,
        streams: Streams = Streams(),
        session: Bool = false
    ) throws(SystemCallError) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (source, target) in [(streams.input, 0), (streams.output, 1), (streams.error, 2)] where source >= 0 {
            posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
        }
        if let directory {
            posix_spawn_file_actions_addchdir_np(&actions, directory)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = Int(POSIX_SPAWN_SETSIGMASK) | Int(POSIX_SPAWN_SETSIGDEF) | (session ? Self.newSession : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var id = pid_t()
        let code = Self.withCStrings([path] + arguments) { argv in
            Self.withCStrings(environment) { envp in
                posix_spawnp(&id, path, &actions, &attributes, argv, envp)
            }
        }
        guard code == 0 else { throw SystemCallError("start", path, code: code) }
        return ChildProcess(id: id)
    }

    /// Runs a program to its end and collects what it prints on standard output; its standard error is this process's.
    ///
    /// - Parameters:
    ///   - environment: `NAME=value`, in addition to this process's own.
    ///   - limit: Of the output, in bytes; the rest is read and dropped.
    package static func capture(
        _ path: String,
        arguments: [String],
        environment: [String] = [],
        limit: Int
    ) throws(SystemCallError) -> (code: Int32, output: [UInt8]) {
        var pipe: [Int32] = [-1, -1]
        guard pipe2(&pipe, O_CLOEXEC) == 0 else { throw SystemCallError("pipe", path) }
        defer { close(pipe[0]) }
        let child: ChildProcess
        do {
            defer { close(pipe[1]) }
            child = try ChildProcess.start(
                path,
                arguments: arguments,
                environment: ProcessEnvironment.variables + environment,
                streams: .init(output: pipe[1])
            )
        }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(pipe[0], &buffer, buffer.count)
            if count > 0 {
                output += buffer.prefix(min(count, limit - output.count))
            } else if count == 0 || errno != EINTR {
                return (child.wait(), output)
            }
        }
    }

    /// Waits until the process has ended.
    ///
    /// - Returns: Its exit code, or 128 + the signal that ended it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(self.id, &status, 0) < 0 {
            guard errno == EINTR else { return 255 }
        }
        return Self.exitCode(status)
    }

    /// As a shell reports it: the exit code, or 128 + signal.
    static func exitCode(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// `POSIX_SPAWN_SETSID`, which glibc hides behind `_GNU_SOURCE`.
    private static let newSession = 0x80

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
