internal import CLinux
internal import Glibc

/// A folder that is replaced by a new one as a whole: a reader sees all of the old files or all of the new ones.
///
/// The new folder grows beside the old one, is written back in one go, and changes places with it in one step of the
/// file system. Until ``commit()`` nothing has changed; a run that ends before leaves a hidden folder, which the next
/// one removes.
package struct FolderReplacement: ~Copyable {
    /// The folder to replace, without symbolic links.
    private let path: String
    /// The folder that grows.
    private let staging: String
    private let lock: OwnedDescriptor
    private var folders: Set<String> = []

    /// Begins with an empty folder.
    ///
    /// - Parameter path: The folder to replace; it need not exist, but the one above it must.
    /// - Throws: `EWOULDBLOCK` while another process replaces the same folder.
    package init(of path: String) throws(SystemCallError) {
        let path = try Self.resolve(path)
        let staging = try Self.stagingFolder(beside: path)
        let lock = try Self.lock(staging)
        self.path = path
        self.staging = staging
        self.lock = lock
    }

    /// Writes a file of the new folder. Its permissions are right from its first byte on.
    ///
    /// - Parameter name: Counted from the folder, such as `sentry-1/skywelld.cfg`; folders are made as needed.
    package mutating func write(_ text: String, to name: String, mode: UInt32) throws(SystemCallError) {
        try self.makeFolders(of: name)
        let path = "\(self.staging)/\(name)"
        let file = try OwnedDescriptor(
            open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(0o600)),
            "open",
            path
        )
        if mode != 0o600 {
            guard fchmod(file.rawValue, mode) == 0 else { throw SystemCallError("chmod", path) }
        }
        try file.write(text, subject: path)
    }

    /// Takes a file of the old folder over into the new one, unless the new one has its own.
    ///
    /// It stays in the old folder as well until ``commit()``, so that nothing is lost on the way.
    package mutating func keep(_ name: String) throws(SystemCallError) {
        try self.makeFolders(of: name)
        let target = "\(self.staging)/\(name)"
        guard linkat(AT_FDCWD, "\(self.path)/\(name)", AT_FDCWD, target, 0) == 0 || errno == EEXIST else {
            throw SystemCallError("keep", "\(self.path)/\(name)")
        }
    }

    /// Makes the new folder the only one.
    package consuming func commit() throws(SystemCallError) {
        guard syncfs(self.lock.rawValue) == 0 else { throw SystemCallError("sync", self.staging) }
        if renameat2(AT_FDCWD, self.staging, AT_FDCWD, self.path, UInt32(PICKET_RENAME_EXCHANGE)) == 0 {
            try Folder.remove(self.staging)
        } else if errno == ENOENT {
            guard rename(self.staging, self.path) == 0 else { throw SystemCallError("rename", self.path) }
        } else if errno == EINVAL || errno == ENOSYS {
            try self.commitInTwoSteps()
        } else {
            throw SystemCallError("rename", self.path)
        }
        if let parent = Folder.parent(of: self.path) {
            let folder = try OwnedDescriptor(open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open", parent)
            guard fsync(folder.rawValue) == 0 else { throw SystemCallError("fsync", parent) }
        }
    }

    /// Removes the new folder; the old one stays.
    package consuming func abandon() {
        try? Folder.remove(self.staging)
    }

    /// For file systems that cannot exchange: for a moment there is no folder at all.
    private borrowing func commitInTwoSteps() throws(SystemCallError) {
        let old = self.staging + ".old"
        try Folder.remove(old)
        guard rename(self.path, old) == 0 else { throw SystemCallError("rename", self.path) }
        guard rename(self.staging, self.path) == 0 else {
            let error = SystemCallError("rename", self.staging)
            rename(old, self.path)
            throw error
        }
        try Folder.remove(old)
    }

    private static func resolve(_ path: String) throws(SystemCallError) -> String {
        if (try? FileStatus(of: path)) != nil { return try Folder.realPath(path) }
        let parent = Folder.parent(of: path) ?? "."
        guard let name = path.split(separator: "/").last else { throw SystemCallError("replace", path, code: ENOENT) }
        return "\(try Folder.realPath(parent))/\(name)"
    }

    private static func stagingFolder(beside path: String) throws(SystemCallError) -> String {
        guard let parent = Folder.parent(of: path), let name = path.split(separator: "/").last else {
            throw SystemCallError("replace", path, code: EBUSY)
        }
        let staging = "\(parent == "/" ? "" : parent)/.\(name).picket-new"
        guard mkdir(staging, 0o755) == 0 || errno == EEXIST else { throw SystemCallError("mkdir", staging) }
        return staging
    }

    /// Takes the folder for this process alone, and empties it.
    private static func lock(_ staging: String) throws(SystemCallError) -> OwnedDescriptor {
        let lock = try OwnedDescriptor(
            open(staging, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
            "open",
            staging
        )
        guard flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0 else { throw SystemCallError("lock", staging) }
        for name in try Folder.names(in: staging) {
            let entry = "\(staging)/\(name)"
            if unlink(entry) != 0 { try Folder.remove(entry) }
        }
        return lock
    }

    private mutating func makeFolders(of name: String) throws(SystemCallError) {
        guard let slash = name.lastIndex(of: "/") else { return }
        let folder = String(name[..<slash])
        guard self.folders.insert(folder).inserted else { return }
        try Folder.make("\(self.staging)/\(folder)", mode: 0o755)
    }
}
