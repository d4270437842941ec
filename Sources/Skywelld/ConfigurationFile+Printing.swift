extension ConfigurationFile {
    /// The file in its canonical form: read again, it has the same sections with the same lines, in the same order.
    ///
    /// Comments and blank lines are gone, sections that were written in parts are joined, and line ends are LF. A line of
    /// data that would be a comment or a header in the first column keeps a blank in front, which the reader takes away.
    /// The lines may hold secrets: never show the text.
    package var text: String {
        var text = ""
        for section in self.sections {
            if !section.headers.isEmpty, !section.name.isEmpty { text += "[\(section.name)]\n" }
            for line in section.lines {
                text += Self.isDataInFirstColumn(line.text) ? "\(line.text)\n" : " \(line.text)\n"
            }
        }
        return text
    }

    /// Whether two files say the same, wherever in the file they say it.
    package func hasSameContent(as other: ConfigurationFile) -> Bool {
        self.sections.count == other.sections.count
            && zip(self.sections, other.sections).allSatisfy { own, their in
                own.name == their.name && own.lines.map(\.text) == their.lines.map(\.text)
            }
    }

    private static func isDataInFirstColumn(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.first != UInt8(ascii: "#") else { return false }
        return bytes.first != UInt8(ascii: "[") || bytes.last != UInt8(ascii: "]") || bytes.count == 1
    }
}
