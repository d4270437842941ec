package import Diagnostics
internal import Topology

/// A validator knows its sentries and nobody else.
package enum EntryPointsBeyondFixed: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1109"),
        .warning,
        "a validator's [ips] lists others than its fixed peers",
        cause: "An entry of a validator's [ips] is not in its [ips_fixed].",
        reason:
            "A private server does not dial it; one whose flag is lost for any reason does (skywelld reference §6.3 and §9, L15).",
        cure: "Write the same entries under both."
    )
    package static let fault = "a validator's [ips] lists a stranger"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role == .validator, !host.facts.fixed.isEmpty else { return }
        for entry in host.facts.ips {
            guard let address = entry.address, !host.facts.fixed.contains(where: { $0.address == address }) else {
                continue
            }
            findings.add(
                self.info,
                host,
                line: entry.line,
                "validator '\(host.name)' lists \(address) under 'ips', and not under 'ips_fixed'",
                label: "not one of its fixed peers",
                help: "write the same entries under both"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role == .validator && !$0.facts.fixed.isEmpty }) { edit, _ in
            edit.insert("192.0.2.77 50333", in: "ips")
        }
    }
}
