internal import Compiler
internal import Files
internal import Glibc
internal import Lab

/// Bundles on disk: a folder per host.
enum BundleFolder {
    /// Writes every artifact beside its place and renames it, so that no file is ever half-written.
    static func write(_ bundles: [Bundle], to root: String) throws(SystemCallError) {
        try Self.makeDirectory(root)
        for bundle in bundles {
            try Self.makeDirectory("\(root)/\(bundle.host)")
            for artifact in bundle.artifacts {
                let path = "\(root)/\(bundle.host)/\(artifact.name)"
                try AtomicFile.write(artifact.contents, to: path, mode: artifact.name.isSecret ? 0o600 : 0o644)
            }
        }
    }

    private static func makeDirectory(_ path: String) throws(SystemCallError) {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw SystemCallError("mkdir", path) }
    }
}

extension SystemCallError {
    var isPermission: Bool { self.code == EACCES || self.code == EPERM || self.code == EROFS }
}
