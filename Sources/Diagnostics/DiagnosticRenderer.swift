/// Renders diagnostics the way a good compiler does: what, where, the excerpt, and what to do.
///
/// ```text
/// error[P0305]: '10.1.10' is not an IPv4 address
///   --> topology.yaml:9:45
///    |
///  9 |   validator-1: { role: validator, backbone: 10.1.10 }
///    |                                             ^^^^^^^
/// help: write four numbers, such as 10.1.10.51
/// ```
package struct DiagnosticRenderer: Sendable {
    /// Whether to mark up the text for a colour terminal.
    package enum Color: Sendable {
        case always, never
    }

    /// How many diagnostics are rendered; the rest is counted. Errors go before warnings and notes.
    package static let limit = 50

    private let painter: Painter

    package init(color: Color) {
        self.painter = Painter(color: color)
    }

    /// Renders diagnostics of one file, sorted by place.
    ///
    /// - Parameters:
    ///   - diagnostics: In any order.
    ///   - source: The file that they are about.
    /// - Returns: Lines that each end in a line feed, the last one counting; empty if there is nothing to say.
    package func render(_ diagnostics: [Diagnostic], in source: SourceFile) -> String {
        guard !diagnostics.isEmpty else { return "" }
        let ranked = Self.bySeverity(diagnostics)
        let shown = ranked.prefix(Self.limit)
        var blocks = Self.byPlace(shown).map { self.render($0, in: source) }
        if shown.count < ranked.count {
            blocks.append("… and \(Self.counts(ranked.dropFirst(Self.limit), word: " more"))\n")
        }
        blocks.append(Self.counts(ranked, word: "") + "\n")
        return blocks.joined(separator: "\n")
    }

    private func render(_ diagnostic: Diagnostic, in source: SourceFile) -> String {
        let kind = self.painter.paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", diagnostic.severity.style)
        let name = TerminalText.safe(source.name)
        var lines = [kind + self.painter.paint(": " + TerminalText.safe(diagnostic.message), .message)]
        if let span = diagnostic.span {
            let excerpt = SourceExcerpt(diagnostic, primary: span, in: source, painter: self.painter)
            let arrow = String(repeating: " ", count: excerpt.numberWidth + 1) + "-->"
            lines.append(self.painter.paint(arrow, .gutter) + " \(name):\(span.start)")
            lines += excerpt.lines
        } else {
            lines.append(self.painter.paint("  -->", .gutter) + " \(name)")
        }
        if let help = diagnostic.help {
            lines.append(self.painter.paint("help:", .help) + " " + TerminalText.safe(help))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Problems of the file as a whole come first.
    private static func byPlace(_ diagnostics: some Sequence<Diagnostic>) -> [Diagnostic] {
        let top = SourcePosition(line: 0, column: 0)
        return diagnostics.sorted { ($0.span?.start ?? top) < ($1.span?.start ?? top) }
    }

    /// Errors first; the same severity by place.
    private static func bySeverity(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        let sorted = Self.byPlace(diagnostics)
        return Diagnostic.Severity.allCases.flatMap { severity in sorted.filter { $0.severity == severity } }
    }

    /// Such as "2 errors, 1 warning".
    private static func counts(_ diagnostics: some Sequence<Diagnostic>, word: String) -> String {
        Diagnostic.Severity.allCases.compactMap { severity in
            let count = diagnostics.count { $0.severity == severity }
            return count == 0 ? nil : "\(count)\(word) \(severity.rawValue)\(count == 1 ? "" : "s")"
        }.joined(separator: ", ")
    }
}

extension Diagnostic.Severity {
    fileprivate var style: Painter.Style {
        switch self {
        case .error: .error
        case .warning: .warning
        case .note: .note
        }
    }
}
