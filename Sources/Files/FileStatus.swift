internal import Glibc

/// What the kernel says of a file.
package struct FileStatus: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case file
        case folder
        case symbolicLink
        /// A device, a pipe or a socket.
        case other
    }

    package let kind: Kind
    /// The permission bits, such as `0o600`.
    package let mode: UInt32
    /// In bytes.
    package let size: Int

    /// Whether group or others may read, write or execute it.
    package var isOpenToOthers: Bool { self.mode & 0o077 != 0 }

    /// Looks at a path.
    ///
    /// - Parameter followingLinks: Whether a symbolic link stands for what it points to.
    package init(of path: String, followingLinks: Bool = true) throws(SystemCallError) {
        var status = stat()
        let result = followingLinks ? stat(path, &status) : lstat(path, &status)
        guard result == 0 else { throw SystemCallError("stat", path) }
        self.init(status)
    }

    init(of file: borrowing OwnedDescriptor, _ subject: String) throws(SystemCallError) {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0 else { throw SystemCallError("stat", subject) }
        self.init(status)
    }

    private init(_ status: stat) {
        self.kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            default: .other
            }
        self.mode = status.st_mode & 0o7777
        self.size = Int(status.st_size)
    }
}
