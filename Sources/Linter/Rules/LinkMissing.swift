internal import Addressing
package import Diagnostics
internal import Topology

/// Every link that the topology means stands on its dialler's side.
package enum LinkMissing: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1203"),
        .error,
        "a link of the topology is missing",
        cause: "The topology means a link, and [ips_fixed] of the host that should open it has no entry for it.",
        reason: "Nobody else opens it: the other side does not dial (skywelld reference §9, rule 1).",
        cure: "Undo the change to the template or the file, or change the topology."
    )
    package static let fault = "a fixed peer of a validator is missing"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard let topology = subject.topology, let model = host.model else { return }
        for link in topology.links(from: model.name) {
            guard !host.facts.fixed.contains(where: { $0.address == link.endpoint.address }) else { continue }
            findings.add(
                self.info,
                host,
                line: host.facts.line(of: "ips_fixed"),
                "'\(host.name)' does not dial '\(link.listener)', as the topology means it to",
                label: "no entry for \(link.endpoint)",
                help: "add '\(link.endpoint.address) \(link.endpoint.port)' under '[ips_fixed]'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.model != nil && $0.facts.fixed.count > 1 }) { edit, host in
            edit.lines.remove(at: host.facts.fixed[1].line - 1)
            return true
        }
    }
}
