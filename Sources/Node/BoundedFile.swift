internal import Glibc

/// Reads files whole, up to a limit.
enum BoundedFile {
    enum Failure: Error, Equatable {
        /// A system call failed with this `errno`.
        case system(Int32)
        case tooLong(limit: Int)
    }

    /// Most bytes read at once.
    private static let chunk = 65_536

    /// - Parameters:
    ///   - path: Of a file; a pipe is read to its end as well.
    ///   - limit: Most bytes to accept.
    /// - Returns: All of it.
    /// - Throws: When it cannot be read, or is longer.
    static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let part = try Self.readPart(descriptor)
            guard !part.isEmpty else { return bytes }
            bytes += part
        }
        throw .tooLong(limit: limit)
    }

    private static func readPart(_ descriptor: Int32) throws(Failure) -> [UInt8] {
        var count = 0
        let part = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, initialized in
            repeat {
                count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            } while count < 0 && errno == EINTR
            initialized = max(0, count)
        }
        guard count >= 0 else { throw .system(errno) }
        return part
    }
}
