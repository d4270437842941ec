package import Diagnostics
internal import Skywelld
internal import Topology

/// A cluster names no hidden host.
package enum ClusterNamesHidden: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1422"),
        .error,
        "a cluster names a hidden host",
        cause: "[cluster_nodes] of a host holds the node key of a validator or relay.",
        reason:
            "Membership travels: every member, and every cluster that a member is in, learns the key and the name (skywelld reference §9, L9; observed §5).",
        cure: "Take the line away: a validator's link needs no cluster."
    )
    package static let fault = "a sentry clusters with its validator"

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        var hidden: [String: Int] = [:]
        guard subject.hosts.contains(where: { $0.facts.file["cluster_nodes"] != nil }) else { return }
        for host in subject.hosts where host.role.isHidden {
            if let key = host.facts.nodeSeed?.key { hidden[key.base58] = host.index }
        }
        for host in subject.hosts where !host.role.isHidden {
            for line in host.facts.file["cluster_nodes"]?.lines ?? [] {
                guard let member = hidden[String(ServerFacts.key(of: line))] else { continue }
                findings.add(
                    self.info,
                    host,
                    line: line.number,
                    "the cluster of '\(host.name)' names \(subject.hosts[member].role.rawValue) '\(subject.hosts[member].name)'",
                    label: "members of members learn it",
                    help: "take the line away"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let key = subject.hosts.first(where: { $0.role.isHidden })?.facts.nodeSeed?.key else { return nil }
        return subject.editing(.publicServer) { edit, _ in
            edit.set("cluster_nodes", ["\(key.base58) friend"])
            return true
        }
    }
}
