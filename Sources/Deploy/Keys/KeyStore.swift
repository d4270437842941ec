package import Compiler
package import Diagnostics
internal import Files
internal import Glibc
package import Topology

/// Where a topology's keys come from: the references in the file, and the key store beside it for all others.
///
/// The key of host `sentry-1` of network `quickstart` lies in `keys/quickstart/sentry-1.node_seed`. Nothing here shows a
/// secret; a file that group or others may read is refused.
package struct KeyStore: Sendable {
    /// What the key files are: of the user alone.
    static let fileMode: UInt32 = 0o600
    static let folderMode: UInt32 = 0o700

    /// The topology's folder, from which relative paths count.
    let folder: String
    let source: SecretSource
    /// What help texts call the topology's file.
    let fileName: String

    /// - Parameters:
    ///   - folder: The topology's, `.` for the current one.
    ///   - fileName: What help texts call the topology's file.
    ///   - environment: The value of a variable.
    package init(
        folder: String,
        fileName: String = "FILE",
        environment: @escaping @Sendable (String) -> String? = Self.processEnvironment
    ) {
        self.folder = folder
        self.fileName = fileName
        self.source = SecretSource(environment: environment)
    }

    /// The store of the topology at a path.
    package init(
        topologyPath path: String,
        environment: @escaping @Sendable (String) -> String? = Self.processEnvironment
    ) {
        self.init(folder: Folder.parent(of: path) ?? ".", fileName: path, environment: environment)
    }

    /// The value of a variable of this process.
    package static let processEnvironment: @Sendable (String) -> String? = { name in
        getenv(name).map { String(cString: $0) }
    }

    /// The command that makes what is missing.
    var makingCommand: String { "picket keys new \(self.fileName)" }

    /// Reads all secrets of a topology.
    ///
    /// - Parameter folder: The topology's, `.` for the current one.
    /// - Returns: The secrets, unless there is an error; and everything that is wrong, in the order of the file.
    package static func load(
        _ topology: Topology,
        folder: String
    ) -> (secrets: Secrets?, diagnostics: [Diagnostic]) {
        KeyStore(folder: folder).load(topology)
    }

    /// Reads all secrets of a topology.
    ///
    /// - Returns: The secrets, unless there is an error; and everything that is wrong, in the order of the file.
    package func load(_ topology: Topology) -> (secrets: Secrets?, diagnostics: [Diagnostic]) {
        var loader = KeyLoader(store: self, topology: topology)
        let secrets = loader.load()
        return (secrets, loader.diagnostics)
    }

    /// The keys that a host needs.
    static func kinds(of host: Host) -> [KeyKind] {
        host.role == .validator ? [.node, .validation] : [.node]
    }

    /// Where a key of a host lies, or is to lie.
    package func location(of kind: KeyKind, _ host: Host, in network: NetworkName) -> KeyLocation {
        let reference =
            switch kind {
            case .node: host.secrets.nodeSeed
            case .validation: host.secrets.validationSeed
            }
        if let reference { return KeyLocation(reference, folder: self.folder) }
        return .store("\(self.root(of: host))/\(network)/\(host.name).\(kind.rawValue)")
    }

    /// The folder of the key store that a host uses.
    func root(of host: Host) -> String {
        KeyLocation.path(host.secrets.store, from: self.folder)
    }
}
