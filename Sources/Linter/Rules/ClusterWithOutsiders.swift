package import Diagnostics
internal import Skywelld
internal import Topology

/// A cluster ends where trust ends.
package enum ClusterWithOutsiders: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1423"),
        .warning,
        "a sentry clusters across a trust boundary",
        cause: "[cluster_nodes] of a sentry or hub holds a key of another group, or of nobody here.",
        reason:
            "Cluster members tell each other the addresses of their inbound peers that use resources, a validator's among them (skywelld reference §9, L8).",
        cure: "Cluster hosts of one group only."
    )
    package static let fault = "a sentry clusters with a stranger"

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        guard subject.hosts.contains(where: { $0.facts.file["cluster_nodes"] != nil }) else { return }
        var members: [String: Int] = [:]
        for host in subject.hosts {
            if let key = host.facts.nodeSeed?.key { members[key.base58] = host.index }
        }
        for host in subject.hosts where host.role.isPublic {
            for line in host.facts.file["cluster_nodes"]?.lines ?? [] {
                let key = String(ServerFacts.key(of: line))
                guard NodePublicKey(base58: key) != nil else { continue }
                if let member = members[key], subject.hosts[member].model?.group == host.model?.group { continue }
                findings.add(
                    self.info,
                    host,
                    line: line.number,
                    "the cluster of '\(host.name)' goes beyond its group",
                    label: "a key of somebody else",
                    help: "cluster hosts of one group only"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.publicServer) { edit, _ in
            edit.set("cluster_nodes", [ClusterKeys.stranger])
            return true
        }
    }
}
