package import Diagnostics
internal import Skywelld
internal import Topology

/// A header with a blank, a comment or other text around it is a line of data.
package enum PaddedHeader: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1002"),
        .error,
        "a section header is not the only thing on its line",
        cause: "A header is indented, has a blank, a comment or another text behind it, or lacks its bracket.",
        reason:
            "A header starts with '[' in the first column and ends with ']' in the last; anything else is data of the section before (skywelld reference §8.1 and §9, L14). The section that was meant does not exist.",
        cure: "Write the header alone on its line, from the first column on."
    )
    package static let fault = "the header [peer_private] of a validator is indented"
    package static let companions: Set<Diagnostic.Code> = [
        ValidatorNotPrivate.code, PrivateFlagIgnored.code, NotOneLine.code, BadStartupCommand.code, BadEntry.code,
        BadValidatorLine.code,
    ]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections {
            for line in section.lines where line.text.utf8.first == UInt8(ascii: "[") || line.text.hasPrefix("［") {
                let name = line.text.dropFirst().prefix { $0 != "]" && $0 != "］" }
                findings.add(
                    self.info,
                    host,
                    line: line.number,
                    "the header of '\(name)' in skywelld.cfg of '\(host.name)' is a line of data for the server",
                    label: "not alone on its line",
                    help: "write '[\(name)]' from the first column on, and nothing behind it"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.privateValidator) { edit, _ in
            edit.renameHeader(of: "peer_private", to: "  [peer_private]")
        }
    }
}
