package import Diagnostics
internal import Skywelld
internal import Topology

/// A validator announces itself unless its private flag is on.
package enum ValidatorNotPrivate: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1101"),
        .error,
        "a validator is not private",
        cause: "[peer_private] is missing, 0, or written in a way that the server ignores.",
        reason:
            "The server then tells its sentries that its address is public, announces itself to the network and dials strangers (skywelld reference §6.3 and §9, L1, L4, L14 and L15).",
        cure: "Write [peer_private] with 1 as its only line."
    )
    package static let fault = "the private flag of a validator is off"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role == .validator, !host.facts.isPrivate else { return }
        let section = host.facts.file["peer_private"]
        let why =
            switch section?.lines.count {
            case nil: "it has no section 'peer_private'"
            case 1: "its private flag is off"
            default: "the server ignores its private flag"
            }
        findings.add(
            self.info,
            host,
            line: host.facts.line(of: "peer_private"),
            "validator '\(host.name)' is not private: \(why)",
            label: section == nil ? "because this host is a validator" : "must be 1, alone in its section",
            help: "write '[peer_private]' in the first column, and '1' as its only line"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.privateValidator) { edit, _ in
            edit.set("peer_private", ["0"])
            return true
        }
    }
}
