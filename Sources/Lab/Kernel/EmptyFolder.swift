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

    static func uncover(_ path: String) {
        _ = umount2(path, MountFlag.detach)
    }
}
