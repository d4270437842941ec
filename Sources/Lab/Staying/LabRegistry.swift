internal import Files
internal import FoundationEssentials
internal import Glibc

/// The labs of this user that stay up: one folder each, under `$XDG_RUNTIME_DIR/picket` or `~/.local/state/picket`.
///
/// A lab is up as long as its keeper holds the lock on the folder's `lock`; nothing else in the folder says so.
package struct LabRegistry: Sendable {
    private static let recordName = "lab.json"
    private static let processesName = "processes.json"
    private static let lockName = "lock"
    private static let logName = "lab.log"

    private static let claimAttempts = 5

    let root: String

    package init() throws(LabError) {
        if let runtime = ProcessEnvironment.value("XDG_RUNTIME_DIR"), runtime.hasPrefix("/") {
            self.root = runtime + "/picket"
        } else if let home = ProcessEnvironment.value("HOME"), home.hasPrefix("/") {
            self.root = home + "/.local/state/picket"
        } else {
            throw LabError(
                .unavailable,
                "neither XDG_RUNTIME_DIR nor HOME is set",
                help: "set one: the lab keeps its state there"
            )
        }
    }

    init(root: String) {
        self.root = root
    }

    /// The same registry, found by descriptor: also after something was mounted over its place.
    package func pinned() throws(LabError) -> LabRegistry {
        let descriptor = open(self.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw LabError("find the lab's record", SystemCallError("open", self.root)) }
        return LabRegistry(root: "/proc/self/fd/\(descriptor)")
    }

    /// Names of the labs that are up, sorted. Folders that a killed lab left behind are removed.
    package func names() -> [String] {
        guard let directory = opendir(self.root) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().filter { name in
            self.whileDown(name) { self.remove(name) }
            return self.isUp(name)
        }
    }

    package func isUp(_ name: String) -> Bool {
        let lock = open(self.path(name, Self.lockName), O_RDWR | O_CLOEXEC)
        guard lock >= 0 else { return false }
        defer { close(lock) }
        return flock(lock, LOCK_SH | LOCK_NB) != 0
    }

    /// Does something about a lab that is not up, and keeps it from coming up meanwhile.
    private func whileDown(_ name: String, _ work: () -> Void) {
        let lock = open(self.path(name, Self.lockName), O_RDWR | O_CLOEXEC)
        guard lock >= 0 else { return }
        defer { close(lock) }
        if flock(lock, LOCK_EX | LOCK_NB) == 0 { work() }
    }

    /// Waits until a lab is gone, up to ten seconds.
    func waitUntilDown(_ name: String) -> Bool {
        for _ in 0..<500 {
            guard self.isUp(name) else { return true }
            usleep(20_000)
        }
        return false
    }

    /// Makes a lab's folder and takes its lock.
    ///
    /// - Returns: The descriptor that holds the lock, inherited by children: whoever has it last keeps the lab "up".
    func claim(_ name: String) throws(LabError) -> Int32 {
        do {
            // A command that only looks holds the lock for a moment, or removes what a killed lab left.
            for _ in 0..<Self.claimAttempts {
                if let lock = try self.claimOnce(name) { return lock }
                usleep(20_000)
            }
            throw LabError(
                .unavailable,
                "a lab '\(name)' is already up",
                help: "end it first: picket lab down --lab \(name)"
            )
        } catch let error as LabError {
            throw error
        } catch let error as SystemCallError {
            throw LabError("register the lab '\(name)'", error)
        } catch {
            preconditionFailure("claiming throws only the two kinds above, not \(error)")
        }
    }

    /// - Returns: `nil` if somebody else has the lock, or has removed the file that it is on.
    private func claimOnce(_ name: String) throws(SystemCallError) -> Int32? {
        try Self.makeDirectories(self.path(name))
        let path = self.path(name, Self.lockName)
        let lock = open(path, O_RDWR | O_CREAT, 0o600)
        guard lock >= 0 else { throw SystemCallError("open", path) }
        var held = stat()
        var named = stat()
        guard flock(lock, LOCK_EX | LOCK_NB) == 0, fstat(lock, &held) == 0, stat(path, &named) == 0,
            held.st_ino == named.st_ino
        else {
            close(lock)
            return nil
        }
        return lock
    }

    /// Removes a lab's folder and what it holds.
    package func remove(_ name: String) {
        for file in [Self.recordName, Self.processesName, Self.logName, Self.lockName] {
            unlink(self.path(name, file))
        }
        rmdir(self.path(name))
        // The root goes with the last lab; while there is another, this fails.
        rmdir(self.root)
    }

    func logPath(_ name: String) -> String { self.path(name, Self.logName) }

    func write(_ record: LabRecord) throws(LabError) {
        try self.write(record, to: self.path(record.network, Self.recordName))
    }

    func write(_ processes: LabProcesses, of name: String) throws(LabError) {
        try self.write(processes, to: self.path(name, Self.processesName))
    }

    package func record(of name: String) throws(LabError) -> LabRecord {
        try self.read(self.path(name, Self.recordName))
    }

    func processes(of name: String) throws(LabError) -> LabProcesses {
        try self.read(self.path(name, Self.processesName))
    }

    private func path(_ name: String, _ file: String? = nil) -> String {
        self.root + "/" + name + (file.map { "/" + $0 } ?? "")
    }

    private func write(_ value: some Encodable, to path: String) throws(LabError) {
        do {
            let data = try JSONEncoder().encode(value)
            try AtomicFile.write(String(decoding: data, as: UTF8.self), to: path)
        } catch {
            throw LabError(.unavailable, "record the lab: \(error)")
        }
    }

    private func read<Value: Decodable>(_ path: String) throws(LabError) -> Value {
        guard let bytes = try? BoundedFile.read(path, limit: 16 << 20),
            let value = try? JSONDecoder().decode(Value.self, from: Data(bytes))
        else {
            throw LabError(
                .unavailable,
                "\(path) cannot be read",
                help: "the lab may still be coming up, or be going down"
            )
        }
        return value
    }

    private static func makeDirectories(_ path: String) throws(SystemCallError) {
        var built = ""
        for part in path.split(separator: "/") {
            built += "/" + part
            guard mkdir(built, 0o700) == 0 || errno == EEXIST else { throw SystemCallError("mkdir", built) }
        }
    }
}
