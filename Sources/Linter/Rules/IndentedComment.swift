package import Diagnostics
internal import Skywelld
internal import Topology

/// A comment that does not start in the first column is data.
package enum IndentedComment: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1008"),
        .error,
        "a comment is indented",
        cause: "A line starts with blanks and then '#'.",
        reason:
            "Only a '#' in the first column starts a comment (skywelld reference §8.1). An indented one is a second line of its section, and under [peer_private] it makes a validator public (§9, L14).",
        cure: "Take the blanks away."
    )
    package static let fault = "an indented comment stands under [peer_private] of a validator"
    package static let companions: Set<Diagnostic.Code> = [
        ValidatorNotPrivate.code, PrivateFlagIgnored.code,
    ]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections {
            for line in section.lines where line.text.utf8.first == UInt8(ascii: "#") {
                findings.add(
                    self.info,
                    host,
                    line: line.number,
                    "an indented comment in skywelld.cfg of '\(host.name)' is a line of section '\(section.name)'",
                    label: "data for the server",
                    help: "start the comment in the first column"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.privateValidator) { edit, _ in
            edit.insert("  # hidden behind its sentries", in: "peer_private")
        }
    }
}
