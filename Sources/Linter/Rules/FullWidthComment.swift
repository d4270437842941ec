package import Diagnostics
internal import Skywelld
internal import Topology

/// A full-width number sign starts no comment.
package enum FullWidthComment: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1009"),
        .error,
        "a comment starts with a full-width number sign",
        cause: "A line starts with '＃', as a Chinese or Japanese keyboard writes it.",
        reason:
            "The server knows '#' alone; with '＃' the line is data of its section, and under [peer_private] it makes a validator public (skywelld reference §8.1 and §9, L14).",
        cure: "Write '#'."
    )
    package static let fault = "a comment with a full-width number sign stands under [peer_private] of a validator"
    package static let companions: Set<Diagnostic.Code> = [ValidatorNotPrivate.code, PrivateFlagIgnored.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections {
            for line in section.lines where line.text.hasPrefix("＃") {
                findings.add(
                    self.info,
                    host,
                    line: line.number,
                    "a comment in skywelld.cfg of '\(host.name)' is a line of section '\(section.name)'",
                    label: "'＃' is data for the server",
                    help: "write '#' instead of '＃'"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.privateValidator) { edit, _ in
            edit.insert("＃ hidden behind its sentries", in: "peer_private")
        }
    }
}
