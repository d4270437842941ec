internal import CLinux
internal import Files
internal import Glibc

/// Files that lie in memory and have no name: for what can only be handed over as a file.
enum MemoryFile {
    /// A file with a text, from whose start it is read.
    static func make(_ text: String) throws(SystemCallError) -> OwnedDescriptor {
        let file = try OwnedDescriptor(memfd_create("picket", MFD_CLOEXEC), "memfd_create", "a text")
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file.rawValue, $0.baseAddress, $0.count) }
            guard count > 0 else { throw SystemCallError("write", "a text in memory") }
            rest = rest.dropFirst(count)
        }
        guard lseek(file.rawValue, 0, SEEK_SET) == 0 else { throw SystemCallError("lseek", "a text in memory") }
        return file
    }
}
