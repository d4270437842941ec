package import Diagnostics
internal import Topology

/// Without `[ips]` the server asks its vendor's name.
package enum EmptyEntryPoints: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1108"),
        .error,
        "[ips] is empty",
        cause: "[ips] is missing, or has no line.",
        reason:
            "The server then looks up r.skywell.com, private or not (skywelld reference §8.3 and §9, L13; observed §7). On a public server that is a warning.",
        cure: "List the host's own peers under [ips] too."
    )
    package static let fault = "a validator has no [ips]"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.facts.ips.isEmpty else { return }
        findings.add(
            self.info,
            as: host.role.isHidden ? .error : .warning,
            host,
            line: host.facts.line(of: "ips"),
            "\(host.role.rawValue) '\(host.name)' has nothing under 'ips', so it looks up 'r.skywell.com'",
            label: "no entry under 'ips'",
            help: "list its peers under '[ips]', as under '[ips_fixed]'"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role == .validator && !$0.facts.ips.isEmpty }) { edit, _ in
            edit.remove("ips")
            return true
        }
    }
}
