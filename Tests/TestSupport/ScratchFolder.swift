internal import FoundationEssentials

/// An empty folder of one test's own, gone with the last reference to it.
package final class ScratchFolder: Sendable {
    /// Without a slash at its end.
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "picket-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let path = url.path(percentEncoded: false)
        self.path = path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.path)
    }

    /// The path of something in the folder.
    package func path(_ name: String) -> String {
        "\(self.path)/\(name)"
    }

    /// Writes a file and the folders that it needs.
    ///
    /// - Returns: Its path.
    @discardableResult
    package func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let url = URL(filePath: self.path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path(percentEncoded: false))
        return self.path(name)
    }

    /// Reads a file; `nil` if there is none.
    package func text(_ name: String) -> String? {
        (try? Data(contentsOf: URL(filePath: "\(self.path)/\(name)"))).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads a file; empty if there is none.
    package func written(_ name: String) -> String {
        self.text(name) ?? ""
    }

    /// The permission bits of a file or folder; `nil` if there is none.
    package func mode(_ name: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(self.path)/\(name)")
        return attributes?[.posixPermissions] as? Int
    }

    /// Everything below the folder, folders too, sorted.
    package var contents: [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: self.path)) ?? []).sorted()
    }

    /// Every file below the folder, sorted, hidden ones too.
    package func files() -> [String] {
        self.files(in: "")
    }

    private func files(in prefix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(self.path)/\(prefix)")) ?? []
        return names.sorted().flatMap { name in
            var isFolder = false
            _ = FileManager.default.fileExists(atPath: "\(self.path)/\(prefix)\(name)", isDirectory: &isFolder)
            return isFolder ? self.files(in: "\(prefix)\(name)/") : [prefix + name]
        }
    }
}
