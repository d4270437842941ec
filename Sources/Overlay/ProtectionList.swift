/// A file of peers to protect: a node key or an address a line.
///
/// Blank lines, and those that start with `#`, say nothing. A list of hundreds does not belong on a command line, where
/// every user of the machine can read it.
package struct ProtectionList: Equatable, Sendable {
    /// A line that names no peer.
    package struct Problem: Equatable, Sendable {
        /// From 1.
        package let line: Int
        /// As it stands there, without blanks around it.
        package let text: String
    }

    /// In the order of the file.
    package let entries: [Protection.Entry]
    package let problems: [Problem]

    package init(_ file: [UInt8]) {
        var entries: [Protection.Entry] = []
        var problems: [Problem] = []
        let lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = Self.trimmed(line)
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            if let entry = Protection.Entry(text) {
                entries.append(entry)
            } else {
                problems.append(Problem(line: index + 1, text: text))
            }
        }
        self.entries = entries
        self.problems = problems
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> String {
        let blanks: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
        let text = line.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }
        return String(decoding: text.reversed(), as: UTF8.self)
    }
}
