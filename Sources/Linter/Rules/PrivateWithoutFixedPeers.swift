package import Diagnostics
internal import Topology

/// A private server dials its fixed peers and nobody else.
package enum PrivateWithoutFixedPeers: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1104"),
        .error,
        "a private server has no fixed peers",
        cause: "The private flag is on, and [ips_fixed] is missing or empty.",
        reason:
            "A private server neither takes inbound peers nor dials others than its fixed ones, so it stays alone (skywelld reference §6.3).",
        cure: "List the sentries in [ips_fixed], each with its port."
    )
    package static let fault = "a validator has no [ips_fixed]"
    package static let companions: Set<Diagnostic.Code> = [LinkMissing.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.facts.isPrivate, host.facts.fixed.isEmpty else { return }
        findings.add(
            self.info,
            host,
            line: host.facts.line(of: "peer_private"),
            "'\(host.name)' is private and has no fixed peers",
            label: "nobody to dial",
            help: "list its sentries under '[ips_fixed]', each as 'address port'"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role == .validator && $0.facts.isPrivate && !$0.facts.fixed.isEmpty }) {
            edit,
            _ in
            edit.remove("ips_fixed")
            return true
        }
    }
}
