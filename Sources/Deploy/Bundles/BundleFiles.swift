internal import Compiler
internal import Skywelld
internal import Topology

/// The files of bundles, as they will lie in a folder.
struct BundleFiles {
    struct File {
        let host: String
        /// Counted from the host's folder.
        let name: String
        /// Counted from the folder of all bundles.
        let path: String
        let contents: String
        /// SHA-256 as hexadecimal digits.
        let digest: String
        let mode: UInt32
    }

    /// In the order of the bundles.
    let hosts: [String]
    /// In the order of the bundles and their artifacts.
    let all: [File]
    let byPath: [String: File]

    /// - Parameter bundles: With host names that differ.
    init(_ bundles: [Bundle]) {
        self.hosts = bundles.map(\.host.rawValue)
        let all = bundles.flatMap { bundle in
            bundle.artifacts.map { artifact in
                File(
                    host: bundle.host.rawValue,
                    name: artifact.name.rawValue,
                    path: "\(bundle.host)/\(artifact.name.rawValue)",
                    contents: artifact.contents,
                    digest: ContentDigest.hex(artifact.contents),
                    mode: artifact.name.isSecret ? 0o600 : 0o644
                )
            }
        }
        self.all = all
        self.byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
    }
}
