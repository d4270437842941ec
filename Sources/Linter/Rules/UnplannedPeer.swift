internal import Addressing
package import Diagnostics
internal import Topology

/// A host dials whom the topology names, and nobody else.
package enum UnplannedPeer: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1204"),
        .error,
        "a host dials a peer that the topology does not name",
        cause: "[ips_fixed] has an entry for which the topology has no link. On a public server it is a warning.",
        reason: "Whoever a validator dials learns its address (skywelld reference §9, rule 1 and L15).",
        cure: "Take the entry away, or name the peer in the topology."
    )
    package static let fault = "a validator dials a stranger"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard let topology = subject.topology, let model = host.model else { return }
        let planned = topology.links(from: model.name)
        for entry in host.facts.fixed {
            guard let address = entry.address, !planned.contains(where: { $0.endpoint.address == address }) else {
                continue
            }
            // Rules of their own speak of validators, of the host itself and of links in the other direction.
            if let owner = subject.owner(of: address),
                owner === host || owner.role == .validator || subject.listeners[owner.index].contains(host.index)
            {
                continue
            }
            findings.add(
                self.info,
                as: host.role.isHidden ? .error : .warning,
                host,
                line: entry.line,
                "\(host.role.rawValue) '\(host.name)' dials \(address), which the topology does not name as its peer",
                label: "no link of the topology",
                help: "take the entry away, or name the peer in the topology"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.model != nil && $0.role == .validator }) { edit, _ in
            edit.insert("192.0.2.77 50333", in: "ips_fixed")
        }
    }
}
