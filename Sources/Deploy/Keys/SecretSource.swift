internal import Files
internal import Glibc

/// Reads the files and variables that hold secrets, and refuses files that others may read.
struct SecretSource {
    enum Failure: Error, Equatable {
        /// There is no such file or variable.
        case missing
        /// Group or others have a right to the file.
        case openToOthers
        /// In words, such as "permission denied".
        case unreadable(String)
    }

    /// Largest secret, in bytes: keys and connection strings are shorter by far.
    static let limit = 65_536

    /// The value of an environment variable.
    let environment: @Sendable (String) -> String?

    func read(_ location: KeyLocation) throws(Failure) -> [UInt8] {
        switch location {
        case .store(let path), .file(let path, _): return try self.readFile(path)
        case .environment(let name, _):
            guard let value = self.environment(name) else { throw .missing }
            return Array(value.utf8)
        }
    }

    private func readFile(_ path: String) throws(Failure) -> [UInt8] {
        let file: (bytes: [UInt8], status: FileStatus)
        do throws(SystemCallError) {
            file = try BoundedFile.readRegular(path, limit: Self.limit)
        } catch {
            switch error.code {
            case ENOENT, ENOTDIR: throw .missing
            case EINVAL: throw .unreadable("it is no regular file")
            case EFBIG: throw .unreadable("it is longer than \(Self.limit) bytes")
            default: throw .unreadable(error.reason)
            }
        }
        guard !file.status.isOpenToOthers else { throw .openToOthers }
        return file.bytes
    }
}
