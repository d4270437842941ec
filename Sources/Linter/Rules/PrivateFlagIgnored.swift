package import Diagnostics
internal import Skywelld
internal import Topology

/// A private flag with a second line counts as absent.
package enum PrivateFlagIgnored: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1102"),
        .error,
        "the server ignores the private flag",
        cause: "[peer_private] has more than one line, or none: a doubled section, a stray line, an indented comment.",
        reason:
            "A setting that must have one line is ignored when it has another number of them, and the default is public (skywelld reference §8.1 and §9, L14).",
        cure: "Leave one header and one line."
    )
    package static let fault = "the private flag of a validator is written twice"
    package static let companions: Set<Diagnostic.Code> = [ValidatorNotPrivate.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard let section = host.facts.file["peer_private"], section.lines.count != 1 else { return }
        findings.add(
            self.info,
            host,
            line: section.lines.dropFirst().first?.number ?? section.headers.first,
            "section 'peer_private' in skywelld.cfg of '\(host.name)' has \(section.lines.count) lines, so the server ignores it",
            label: section.lines.isEmpty ? "no line" : "one line too many",
            help: "leave '1' or '0' as its only line"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.privateValidator) { edit, _ in
            edit.append("peer_private", ["1"])
            return true
        }
    }
}
