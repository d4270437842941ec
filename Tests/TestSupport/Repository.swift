internal import FoundationEssentials

/// The folder that this package lies in, found by the place of this file.
package enum Repository {
    /// Without a slash at its end.
    package static let root: String = {
        // Tests/TestSupport/Repository.swift
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    /// Reads a file of the repository.
    ///
    /// - Parameter path: Counted from the root, such as `topologies/quickstart.yaml`.
    package static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: "\(Self.root)/\(path)")))
    }

    package static func text(_ path: String) throws -> String {
        String(decoding: try Self.bytes(path), as: UTF8.self)
    }

    /// Every file below a folder, sorted, as paths counted from the root. Hidden ones are left out.
    package static func files(below folder: String) throws -> [String] {
        var found: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/\(folder)").sorted()
        where !name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            var isFolder = false
            _ = FileManager.default.fileExists(atPath: "\(Self.root)/\(path)", isDirectory: &isFolder)
            found += isFolder ? try Self.files(below: path) : [path]
        }
        return found
    }
}
