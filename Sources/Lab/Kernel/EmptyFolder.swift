internal import Files
internal import Glibc

/// A folder that all who share this process' mounts see empty for a while; nothing happens to what is in it.
///
/// The process must stand in a mount namespace of its own.
enum EmptyFolder {
    /// - Throws: That this machine permits no such mount.
    static func cover(_ path: String) throws(SystemCallError) {
        let flags = MountFlag.readOnly | MountFlag.noDevices | MountFlag.noSetUserID
        guard mount("tmpfs", path, "tmpfs", flags, "size=4k,mode=0755") == 0 else {
            throw SystemCallError("mount", "tmpfs on \(path)")
        }
    }

    /// - Returns: Whether there was something to be taken away.
    @discardableResult
    static func uncover(_ path: String) -> Bool {
        umount2(path, MountFlag.detach) == 0
    }

    /// On which device a folder lies, which is another one while it is covered; `nil` if there is no such folder.
    static func device(of path: String) -> UInt? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_dev : nil
    }
}
