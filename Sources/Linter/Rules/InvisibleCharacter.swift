package import Diagnostics
internal import Skywelld

/// A character that nobody sees makes another text of a word.
package enum InvisibleCharacter: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1016"),
        .error,
        "a line holds a character that nobody sees",
        cause:
            "A header or a value holds a no-break space, a full-width space, a zero-width or a control character, as text copied from a web page does.",
        reason:
            "The server compares bytes and trims ASCII white space only, so the name or value is another one (skywelld reference §8.1).",
        cure: "Type the line again."
    )
    package static let fault = "the header [ips] has a zero-width space in it"
    package static let companions: Set<Diagnostic.Code> = [EmptyEntryPoints.code, UnknownSection.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections {
            if self.isSuspect(section.name), let line = section.headers.first { self.add(host, line, &findings) }
            for line in section.lines where self.isSuspect(line.text) && !self.isExplained(line.text) {
                self.add(host, line.number, &findings)
            }
        }
    }

    private static func add(_ host: LintHost, _ line: Int, _ findings: inout LintFindings) {
        findings.add(
            self.info,
            host,
            line: line,
            "line \(line) of skywelld.cfg of '\(host.name)' holds a character that nobody sees",
            label: "not what it looks like",
            help: "type the line again"
        )
    }

    /// ASCII text is the common case and costs one walk over its bytes.
    private static func isSuspect(_ text: String) -> Bool {
        guard text.utf8.contains(where: { $0 >= 0x7F || $0 < 0x20 && $0 != 0x09 }) else { return false }
        return text.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .format, .control, .lineSeparator, .paragraphSeparator: scalar != "\t"
            case .spaceSeparator: scalar != " "
            default: false
            }
        }
    }

    /// A byte order mark has a code of its own.
    private static func isExplained(_ text: String) -> Bool {
        text.unicodeScalars.first == "\u{FEFF}"
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in edit.renameHeader(of: "ips", to: "[ips\u{200B}]") }
    }
}
