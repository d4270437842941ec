internal import CLinux
internal import Glibc

/// Files that are written whole or not at all; readable by their owner alone unless said otherwise.
package enum AtomicFile {
    /// Readable and writable by the owner alone: what a file with a secret must be.
    package static let privateMode: UInt32 = 0o600

    /// Writes a file beside its place and renames it, so that nobody ever sees half of it.
    package static func write(
        _ text: String,
        to path: String,
        mode: UInt32 = Self.privateMode
    ) throws(SystemCallError) {
        let temporary = try Self.writeBeside(path, text, mode: mode)
        guard rename(temporary, path) == 0 else { throw Self.discarding(temporary, SystemCallError("rename", path)) }
    }

    /// Writes a file that does not exist yet, whole; what is there already stays as it is.
    ///
    /// - Parameter isSynced: Whether the file must outlast a loss of power from here on. Who makes many files syncs
    ///   their folder once, with ``Folder/sync(_:)``.
    /// - Throws: `EEXIST` if there is anything at the path, a broken symbolic link included.
    package static func create(
        _ text: String,
        at path: String,
        mode: UInt32 = Self.privateMode,
        isSynced: Bool = true
    ) throws(SystemCallError) {
        let temporary = try Self.writeBeside(path, text, mode: mode, isSynced: isSynced)
        guard renameat2(AT_FDCWD, temporary, AT_FDCWD, path, UInt32(PICKET_RENAME_NOREPLACE)) != 0 else { return }
        let error = SystemCallError("create", path)
        // Some network file systems rename without conditions only; a link is as exclusive.
        if error.code == EINVAL || error.code == ENOSYS {
            guard link(temporary, path) == 0 else { throw Self.discarding(temporary, SystemCallError("link", path)) }
            unlink(temporary)
            return
        }
        throw Self.discarding(temporary, error)
    }

    private static func writeBeside(
        _ path: String,
        _ text: String,
        mode: UInt32,
        isSynced: Bool = true
    ) throws(SystemCallError) -> String {
        let temporary = path + ".new"
        unlink(temporary)
        let file = try OwnedDescriptor(
            open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600),
            "open",
            temporary
        )
        guard fchmod(file.rawValue, mode) == 0 else { throw SystemCallError("chmod", temporary) }
        do {
            try file.write(text, subject: temporary)
        } catch {
            throw Self.discarding(temporary, error)
        }
        guard !isSynced || fsync(file.rawValue) == 0 else {
            throw Self.discarding(temporary, SystemCallError("fsync", temporary))
        }
        return temporary
    }

    private static func discarding(_ temporary: String, _ error: SystemCallError) -> SystemCallError {
        unlink(temporary)
        return error
    }
}
