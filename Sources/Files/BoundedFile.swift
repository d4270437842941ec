internal import Glibc

/// Reads files whole, up to a limit: the one way in which this package reads files.
package enum BoundedFile {
    /// Most bytes read at once.
    private static let chunk = 65_536

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - path: Of a file; a pipe is read to its end as well.
    ///   - limit: Most bytes to accept.
    /// - Throws: When it cannot be read; `EFBIG` when it is longer.
    package static func read(_ path: String, limit: Int) throws(SystemCallError) -> [UInt8] {
        let bytes = try self.prefix(of: path, limit: limit + 1)
        guard bytes.count <= limit else { throw SystemCallError("read", path, code: EFBIG) }
        return bytes
    }

    /// Reads the first bytes of a file, all of them if it has no more than the limit.
    package static func prefix(of path: String, limit: Int) throws(SystemCallError) -> [UInt8] {
        let file = try OwnedDescriptor(open(path, O_RDONLY | O_CLOEXEC), "open", path)
        return try self.prefix(of: file, path, limit: limit, expected: self.chunk)
    }

    /// Reads a regular file together with what the kernel says of it, so that both are of the same file.
    ///
    /// Symbolic links are followed. Whatever is no regular file is refused without reading it: opening a pipe would
    /// wait for somebody to write.
    ///
    /// - Throws: When it cannot be read; `EFBIG` when it is longer; `EINVAL` when it is no regular file.
    package static func readRegular(
        _ path: String,
        limit: Int
    ) throws(SystemCallError) -> (bytes: [UInt8], status: FileStatus) {
        let file = try OwnedDescriptor(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), "open", path)
        let status = try FileStatus(of: file, path)
        guard status.kind == .file else { throw SystemCallError("read", path, code: EINVAL) }
        guard status.size <= limit else { throw SystemCallError("read", path, code: EFBIG) }
        let bytes = try self.prefix(of: file, path, limit: limit + 1, expected: status.size + 1)
        guard bytes.count <= limit else { throw SystemCallError("read", path, code: EFBIG) }
        return (bytes, status)
    }

    private static func prefix(
        of file: borrowing OwnedDescriptor,
        _ path: String,
        limit: Int,
        expected: Int
    ) throws(SystemCallError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let part = try self.part(of: file, path, count: min(max(expected, 1), Self.chunk, limit - bytes.count))
            guard !part.isEmpty else { break }
            if bytes.isEmpty { bytes = part } else { bytes += part }
        }
        return bytes
    }

    private static func part(
        of file: borrowing OwnedDescriptor,
        _ path: String,
        count wanted: Int
    ) throws(SystemCallError) -> [UInt8] {
        var count = 0
        var code: Int32 = 0
        let descriptor = file.rawValue
        let part = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
            repeat {
                count = Glibc.read(descriptor, buffer.baseAddress, wanted)
                code = count < 0 ? errno : 0
            } while code == EINTR
            initialized = max(0, count)
        }
        guard count >= 0 else { throw SystemCallError("read", path, code: code) }
        return part
    }
}
