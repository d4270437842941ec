import Foundation
import Glibc

/// A folder that is gone when its owner is.
final class TemporaryFolder: Sendable {
    let root: String

    init() throws {
        var template = Array("\(NSTemporaryDirectory())/picket-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestFailure("mkdtemp: \(String(cString: strerror(errno)))") }
        self.root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: self.root)
    }

    func path(_ name: String) -> String {
        "\(self.root)/\(name)"
    }

    /// The text of a file; empty if there is none.
    func text(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: self.path(name)) ?? Data(), as: UTF8.self)
    }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: self.path(name)))
        return self.path(name)
    }

    /// Everything below it, sorted, as paths below it.
    var contents: [String] {
        (FileManager.default.enumerator(atPath: self.root)?.allObjects as? [String] ?? []).sorted()
    }
}
