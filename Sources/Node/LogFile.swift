internal import Files
private import Glibc

/// A log on disk that can be moved away while it is written: after ``reopen()`` lines go to a new file of the old name.
///
/// The descriptor stays the same, so writers on other threads notice nothing.
struct LogFile: Sendable {
    let path: String
    /// Stays open as long as the process lives.
    let descriptor: Int32

    init(path: String) throws(SystemCallError) {
        self.path = path
        self.descriptor = try Self.open(path)
    }

    func reopen() throws(SystemCallError) {
        let new = try Self.open(self.path)
        defer { close(new) }
        guard dup2(new, self.descriptor) >= 0 else { throw SystemCallError("dup2", self.path) }
    }

    /// Only its owner can read it: a log names peers.
    private static func open(_ path: String) throws(SystemCallError) -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemCallError("open", path) }
        return descriptor
    }
}
