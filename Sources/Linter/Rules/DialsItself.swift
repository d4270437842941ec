package import Diagnostics

/// A host has no business with itself.
package enum DialsItself: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1211"),
        .warning,
        "a host dials itself",
        cause: "[ips] or [ips_fixed] of a host lists its own address.",
        reason:
            "The server connects to itself, drops the connection, logs its own address and tries again (observed §4; skywelld reference §9, L11).",
        cure: "Take the entry away."
    )
    package static let fault = "a host lists its own address"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for entry in host.facts.ips + host.facts.fixed where subject.owner(of: entry.address) === host {
            findings.add(
                self.info,
                host,
                line: entry.line,
                "'\(host.name)' lists its own address",
                label: "its own address",
                help: "take the entry away"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { !$0.addresses.isEmpty }) { edit, host in
            edit.insert("\(host.addresses[0]) \(host.peerPort ?? 50_333)", in: "ips")
        }
    }
}
