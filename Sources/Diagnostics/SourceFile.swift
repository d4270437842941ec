/// The text of a file that the user wrote, split into lines.
package struct SourceFile: Sendable {
    /// The name as the user typed it, for messages.
    package let name: String
    package let text: String
    /// The lines in order, without their line ends (`\n` or `\r\n`).
    package let lines: [Substring]

    package init(name: String, text: String) {
        self.name = name
        self.text = text
        self.lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
    }

    /// One line of the file; empty for a line that does not exist.
    ///
    /// - Parameter number: Counted from 1.
    package func line(_ number: Int) -> Substring {
        self.lines.indices.contains(number - 1) ? self.lines[number - 1] : ""
    }
}
