internal import Diagnostics
internal import Skywelld

/// A `skywelld.cfg` as its author meant it: headers count although something about them hides them from the server.
///
/// For what must not be overlooked: what a host is meant to be, and which lines hold a secret.
struct LooseConfiguration {
    /// A line of the file as it is, and the section that it was meant to be in.
    struct Line {
        let text: String
        /// In lower case, without blanks.
        let section: String
        let isHeader: Bool
        let isComment: Bool
    }

    let lines: [Line]

    init(_ bytes: [UInt8]) {
        var section = ""
        self.lines = ConfigurationEdit(bytes).lines.map { text in
            let core = Self.core(text)
            let isHeader = core.hasPrefix("[")
            if isHeader {
                let name = core.dropFirst().prefix { $0 != "]" && $0 != "#" }
                section = name.lowercased().filter { !$0.isWhitespace }
            }
            return Line(text: text, section: section, isHeader: isHeader, isComment: core.hasPrefix("#"))
        }
    }

    /// Whether the host is meant to be hidden: it validates, or wants to be private.
    var meansValidator: Bool {
        self.lines.contains { line in
            guard !line.isHeader, !line.isComment, line.text.contains(where: { !$0.isWhitespace }) else { return false }
            return line.section == "validation_seed" || line.section == "peer_private" && Self.core(line.text) == "1"
        }
    }

    /// Without blanks around it, and without characters that nobody sees.
    private static func core(_ text: String) -> String {
        let visible = text.unicodeScalars.filter { scalar in
            scalar.properties.generalCategory != .format
        }
        let trimmed = String(String.UnicodeScalarView(visible)).drop { $0.isWhitespace }
        return String(trimmed.reversed().drop { $0.isWhitespace }.reversed())
    }
}
