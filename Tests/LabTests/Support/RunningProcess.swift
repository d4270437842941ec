import Foundation
import Glibc
import TestSupport

/// What became of a process.
struct Finished {
    /// The exit code, or 128 + the signal that ended it, as a shell reports it.
    let code: Int32
    let output: String
    let errors: String
    /// Whether it had to be killed because its time was up.
    let timedOut: Bool

    /// Everything, for the message of a failed test.
    var all: String {
        "code \(self.code)\(self.timedOut ? " (killed, its time was up)" : "")\n--- output\n\(self.output)--- errors\n\(self.errors)"
    }
}

/// A process with a mark in its environment, by which all its descendants are found, also when their parents are gone.
///
/// Its output goes to files, so that a descendant that stays behind cannot hold anybody up.
final class RunningProcess: Sendable {
    /// How often a condition is looked at.
    static let pollInterval = Duration.milliseconds(20)

    let id: Int32
    let mark: ProcessMark
    private let folder: ScratchFolder

    init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        in directory: String
    ) throws {
        let folder = try ScratchFolder()
        let mark = ProcessMark()
        var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        variables[ProcessMark.variable] = mark.value
        for name in ["NO_COLOR", "UPDATE_GOLDEN"] { variables[name] = nil }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder.path("output"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, folder.path("errors"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own: a signal to it does not reach the tests. Nothing blocked or ignored: the runner's affair.
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        )
        var id = pid_t()
        let strings = { (list: [String]) in list.map { strdup($0) } + [nil] }
        // `env` changes the directory and becomes the program.
        let argv = strings(["env", "-C", directory, program] + arguments)
        let envp = strings(variables.map { "\($0)=\($1)" })
        defer { for string in argv + envp { free(string) } }
        let code = posix_spawnp(&id, "env", &actions, &attributes, argv, envp)
        guard code == 0 else { throw TestFailure("start \(program): \(String(cString: strerror(code)))") }
        self.id = id
        self.mark = mark
        self.folder = folder
    }

    /// Waits for its end, and kills it if it takes longer.
    func finish(within limit: Duration) async throws -> Finished {
        let deadline = ContinuousClock.now + limit
        var status: Int32 = 0
        var timedOut = false
        while waitpid(self.id, &status, WNOHANG) == 0 {
            if ContinuousClock.now >= deadline, !timedOut {
                timedOut = true
                kill(self.id, SIGKILL)
            }
            try await Task.sleep(for: Self.pollInterval)
        }
        let signal = status & 0x7F
        return Finished(
            code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
            output: self.folder.written("output"),
            errors: self.folder.written("errors"),
            timedOut: timedOut
        )
    }
}

/// What makes the processes that one test started known among all others.
struct ProcessMark: Sendable {
    static let variable = "PICKET_TEST_MARK"

    let value = UUID().uuidString

    /// A living process.
    struct Found: Hashable {
        let id: Int32
        let command: String
    }

    /// All living processes with this mark in their environment.
    var processes: [Found] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let needle = Data("\(Self.variable)=\(self.value)".utf8)
        return entries.compactMap { Int32($0) }.sorted().compactMap { id in
            guard let environment = FileManager.default.contents(atPath: "/proc/\(id)/environ"),
                environment.range(of: needle) != nil,
                let command = FileManager.default.contents(atPath: "/proc/\(id)/cmdline")
            else { return nil }
            let words = command.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return Found(id: id, command: words.joined(separator: " "))
        }
    }

    /// Those of them that are nodes.
    var nodes: [Found] {
        self.processes.filter { $0.command.contains("node --conf") }
    }

    /// Kills what is left, by id.
    func killAll() {
        for process in self.processes { kill(process.id, SIGKILL) }
    }
}

/// Waits until a condition holds.
///
/// - Returns: Whether it came to hold in time.
func eventually(within limit: Duration, _ condition: () throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        guard ContinuousClock.now < deadline else { return false }
        try await Task.sleep(for: RunningProcess.pollInterval)
    }
    return true
}

/// A test could not be made.
struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
