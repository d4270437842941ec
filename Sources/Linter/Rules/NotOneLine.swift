package import Diagnostics
internal import Skywelld

/// A setting with two lines is ignored.
package enum NotOneLine: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1006"),
        .error,
        "a setting does not have exactly one line",
        cause: "A section that holds one value has several lines, or none. The private flag has a code of its own.",
        reason:
            "The server ignores the setting with a warning in its log, and the default stays; two lines of [database_path] end the start (skywelld reference §8.1 and §8.3).",
        cure: "Leave exactly one line; comments start with '#' in the first column."
    )
    package static let fault = "the node seed has a second line"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections where section.lines.count != 1 && section.name != "peer_private" {
            guard let info = KnownSections.info(section.name), self.isSingle(info.kind) else { continue }
            findings.add(
                self.info,
                as: section.lines.isEmpty ? .warning : .error,
                host,
                line: section.lines.dropFirst().first?.number ?? section.headers.first,
                "section '\(section.name)' in skywelld.cfg of '\(host.name)' has \(section.lines.count) lines instead of one",
                label: "the server ignores the setting",
                help: "leave one line; the default is: \(info.defaultValue)"
            )
        }
    }

    private static func isSingle(_ kind: SectionInfo.Kind) -> Bool {
        switch kind {
        case .flag, .integer, .text, .choice: true
        case .list, .keyValues, .json: false
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in edit.insert("a stray line", in: "node_seed") }
    }
}
