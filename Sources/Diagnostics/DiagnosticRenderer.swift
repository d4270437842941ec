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
        self.render(DiagnosticReport([FileDiagnostics(diagnostics, in: source)]))
    }

    func render(_ diagnostic: Diagnostic, in source: SourceFile) -> String {
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
