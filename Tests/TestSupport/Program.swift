private import Glibc

/// Somebody else's program at work, with everything that it says kept in files.
package final class Program: Sendable {
    /// What became of a program.
    package struct Finished: Sendable {
        /// The exit code, or 128 + the signal that ended it, as a shell reports it.
        package let code: Int32
        package let output: String
        package let errors: String

        /// Everything, for the message of a failed test.
        package var all: String {
            "code \(self.code)\n\(self.output)\(self.errors)"
        }
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Between two looks at whether it has ended, in milliseconds.
    private static let pollInterval: Int32 = 10

    package let id: Int32
    private let folder: ScratchFolder
    /// What we write here, it reads from its standard input.
    private let input: Int32

    /// Starts a program, found by its name or path.
    ///
    /// - Parameters:
    ///   - arguments: The program's name first.
    ///   - input: What it can read first; the end of its input comes with the end of this value.
    package init(_ arguments: [String], input: String = "") throws {
        self.folder = try ScratchFolder()
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure(description: "no pipe: errno \(errno)") }
        // Only the copy that becomes its standard input may be inherited.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        self.input = ends[1]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        for (descriptor, name) in [(1, "output"), (2, "errors")] as [(Int32, String)] {
            let path = "\(self.folder.path)/\(name)"
            posix_spawn_file_actions_addopen(&actions, descriptor, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        var id = pid_t()
        let argv = arguments.map { strdup($0) } + [nil]
        defer { for string in argv { free(string) } }
        let code = posix_spawnp(&id, arguments[0], &actions, nil, argv, environ)
        self.id = code == 0 ? id : -1
        guard code == 0 else {
            throw Failure(description: "start \(arguments[0]): \(String(cString: strerror(code)))")
        }
        _ = Array(input.utf8).withUnsafeBytes { write(self.input, $0.baseAddress, $0.count) }
    }

    deinit {
        close(self.input)
        // One that was waited for is none of ours any more.
        guard self.id > 0, waitpid(self.id, nil, WNOHANG) == 0 else { return }
        kill(self.id, SIGKILL)
        waitpid(self.id, nil, 0)
    }

    /// What it has written so far.
    package var output: String {
        self.folder.text("output") ?? ""
    }

    /// Waits for its end; fails, and kills it, if it takes longer.
    ///
    /// - Parameter seconds: How long it may take.
    package func finish(within seconds: Int32 = 60) throws -> Finished {
        var status: Int32 = 0
        for _ in 0..<(seconds * 1_000 / Self.pollInterval) {
            guard waitpid(self.id, &status, WNOHANG) == 0 else {
                let signal = status & 0x7F
                return Finished(
                    code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
                    output: self.output,
                    errors: self.folder.text("errors") ?? ""
                )
            }
            poll(nil, 0, Self.pollInterval)
        }
        throw Failure(description: "not finished in \(seconds) s:\n\(self.output)\(self.folder.text("errors") ?? "")")
    }

    /// Where a program of this package lies: beside the tests.
    package static func product(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        let folders = path.split(separator: "/").dropLast().map(String.init)
        let candidates = [folders, folders.dropLast()].map { "/\($0.joined(separator: "/"))/\(name)" }
        return candidates.first { access($0, X_OK) == 0 } ?? "\(Repository.root)/.build/debug/\(name)"
    }

    /// Whether there is such a program that ends well with these arguments.
    package static func works(_ arguments: [String]) -> Bool {
        (try? Program(arguments).finish().code) == 0
    }
}
