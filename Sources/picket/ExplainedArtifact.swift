internal import Compiler
internal import Diagnostics

/// A file of a bundle with the reason of each of its lines.
struct ExplainedArtifact {
    struct Line {
        /// From 1.
        let number: Int
        /// Fit to be shown.
        let text: String
        let reason: Reason
    }

    let name: Artifact.Name
    let lines: [Line]
    private let topology: SourceFile

    init(_ artifact: Artifact, topology: SourceFile) {
        let texts = artifact.redacted.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        self.init(
            name: artifact.name,
            lines: zip(texts, artifact.reasons).enumerated().map { index, line in
                Line(number: index + 1, text: String(line.0), reason: line.1)
            },
            topology: topology
        )
    }

    init(name: Artifact.Name, lines: [Line], topology: SourceFile) {
        self.name = name
        self.lines = lines
        self.topology = topology
    }

    /// Line numbers, the text and the reasons side by side; what does not fit is cut off. Fixed lines of a template have
    /// their own reason in themselves, so nothing stands beside them.
    ///
    /// - Parameters:
    ///   - width: In columns.
    ///   - faint: Makes a text faint.
    func columns(width: Int, faint: (String) -> String) -> String {
        let digits = "\(self.lines.count)".count
        let notes = self.lines.map { $0.reason.rule == .template ? "" : self.note($0) }
        let noteWidth = min(notes.map(\.count).max() ?? 0, width / 2)
        let longest = self.lines.map(\.text.count).max() ?? 0
        let textWidth = min(longest, max(20, width - digits - noteWidth - 4))
        return zip(self.lines, notes).map { line, note in
            let number = String(repeating: " ", count: digits - "\(line.number)".count) + "\(line.number)"
            let text = Self.cut(line.text, to: textWidth)
            guard !note.isEmpty else { return "\(faint(number))  \(text)" }
            return "\(faint(number))  \(text.padded(to: textWidth))  \(faint(Self.cut(note, to: noteWidth)))"
        }.joined(separator: "\n")
    }

    /// Everything about one line: the rule, its explanation, and the place in the topology.
    func explanation(of line: Line) -> String {
        var text = [
            "\(self.name):\(line.number)", "  \(Console.safe(line.text))", "",
            "\(line.reason.rule.rawValue): \(line.reason.rule.explanation)",
        ]
        if let place = line.reason.place {
            let source = self.topology.line(place.start.line)
            let isOneLine = place.end.line == place.start.line
            let end = isOneLine ? place.end.column : source.unicodeScalars.count + 1
            let gutter = "\(place.start.line)".count
            let blank = String(repeating: " ", count: gutter)
            let before = source.unicodeScalars.prefix(place.start.column - 1)
            let indent = String(String.UnicodeScalarView(before.map { $0 == "\t" ? "\t" : " " }))
            text += [
                "", "\(blank)--> \(self.topology.name):\(place.start)", "\(blank) |",
                "\(place.start.line) | \(TerminalText.safe(String(source)))",
                "\(blank) | \(indent)\(String(repeating: "^", count: max(1, end - place.start.column)))",
            ]
        }
        return text.joined(separator: "\n")
    }

    private func note(_ line: Line) -> String {
        let place = line.reason.place.map { " \(self.topology.name.fileName):\($0.start.line)" } ?? ""
        return line.reason.rule.rawValue + place
    }

    private static func cut(_ text: String, to width: Int) -> String {
        text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
    }
}
