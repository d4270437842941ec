/// A file of peers to protect: a node key or an address a line.
///
/// Blank lines, and those that start with `#`, say nothing. A list of hundreds does not belong on a command line, where
/// every user of the machine can read it.
package struct ProtectionList: Equatable, Sendable {
    /// In the order of the file.
    package let entries: [Protection.Entry]
    /// The numbers, from 1, of the lines that name no peer. Not what they say: most of it may be an address to protect.
    package let problems: [Int]

    package init(_ file: [UInt8]) {
        var entries: [Protection.Entry] = []
        var problems: [Int] = []
        let lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = Self.trimmed(line)
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            if let entry = Protection.Entry(text) {
                entries.append(entry)
            } else {
                problems.append(index + 1)
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
