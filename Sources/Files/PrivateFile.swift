internal import Glibc

/// Files that are written whole or not at all; readable by their owner alone unless said otherwise.
package enum PrivateFile {
    /// Writes a file beside its place and renames it, so that nobody ever sees half of it.
    package static func write(_ text: String, to path: String, mode: UInt32 = 0o600) throws(SystemCallError) {
        let temporary = path + ".new"
        unlink(temporary)
        let file = try OwnedDescriptor(
            open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600),
            "open",
            temporary
        )
        guard fchmod(file.rawValue, mode) == 0 else { throw SystemCallError("chmod", temporary) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file.rawValue, $0.baseAddress, $0.count) }
            guard count > 0 else { throw SystemCallError("write", temporary) }
            rest = rest.dropFirst(count)
        }
        guard fsync(file.rawValue) == 0 else { throw SystemCallError("fsync", temporary) }
        guard rename(temporary, path) == 0 else { throw SystemCallError("rename", path) }
    }

    /// Reads a file of at most `limit` bytes; `nil` if it cannot be read.
    package static func read(_ path: String, limit: Int) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
