internal import Compiler
internal import Files
internal import Skywelld
internal import Topology

/// The secrets of imported configurations, and where the topology expects them.
struct ImportedSecrets {
    struct File: Redacted {
        let path: String
        let text: String
    }

    private static let folderMode: UInt32 = 0o700

    /// Seeds first.
    let files: [File]

    var isEmpty: Bool { self.files.isEmpty }

    /// - Parameter topologyPath: Where the topology is written; paths count from its folder.
    init(_ result: Import, network: NetworkName, topologyPath: String) {
        let folder = Folder.parent(of: topologyPath) ?? "."
        let start = folder == "." ? "" : folder.hasSuffix("/") ? folder : "\(folder)/"
        let store = "\(start)\(SecretSettings.defaultStore)/\(network)"
        self.files =
            result.keys.map { key in
                File(path: "\(store)/\(key.host).\(key.kind.rawValue)", text: KeyText.text(of: key.seed))
            }
            + result.secretFiles.map { file in
                File(path: start + file.path, text: file.lines.joined(separator: "\n") + "\n")
            }
    }

    /// Writes every file, readable by its owner alone; each folder keeps its files out of version control.
    ///
    /// - Returns: The paths that were written.
    /// - Throws: At the first file that is there already; those before it stay.
    func write() throws(SystemCallError) -> [String] {
        var prepared: Set<String> = []
        for file in self.files {
            guard let folder = Folder.parent(of: file.path) else { continue }
            if prepared.insert(folder).inserted {
                try Folder.make(folder, mode: Self.folderMode)
                try Self.keepOutOfVersionControl(folder)
            }
            try AtomicFile.create(file.text, at: file.path)
        }
        return self.files.map(\.path)
    }

    private static func keepOutOfVersionControl(_ folder: String) throws(SystemCallError) {
        do throws(SystemCallError) {
            try AtomicFile.create("*\n", at: "\(folder)/.gitignore", mode: 0o644)
        } catch {
            guard error.isExisting else { throw error }
        }
    }
}
