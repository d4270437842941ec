internal import FoundationEssentials

/// Files that hold what a text must be. With `UPDATE_GOLDEN=1` they are rewritten, and review reads the difference.
package enum Golden {
    /// Compares a text with a golden file.
    ///
    /// - Parameters:
    ///   - text: What was made.
    ///   - path: The golden file, counted from the root of the repository.
    /// - Returns: The first difference; `nil` if there is none.
    package static func difference(_ text: String, from path: String) throws -> String? {
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            let url = URL(filePath: "\(Repository.root)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
            return nil
        }
        guard let golden = try? Repository.text(path) else { return "\(path) is missing; UPDATE_GOLDEN=1 writes it" }
        guard golden != text else { return nil }
        let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
        let found = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = zip(expected, found).enumerated().first { $1.0 != $1.1 }
        return line.map { "\(path):\($0 + 1): '\($1.1)' instead of '\($1.0)'" }
            ?? "\(path): \(found.count) lines instead of \(expected.count)"
    }
}
