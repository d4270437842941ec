package import Diagnostics
internal import Skywelld
internal import Topology

/// A hidden host is in no cluster.
package enum ClusterOnHidden: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1421"),
        .error,
        "a hidden host is in a cluster",
        cause: "A validator or relay has [cluster_nodes].",
        reason:
            "Members tell each other the keys and names of all members that they know, and these reach further clusters (skywelld reference §9, L8 and L9; observed §5).",
        cure: "Take the section away."
    )
    package static let fault = "a validator clusters with another host"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden, let section = host.facts.file["cluster_nodes"], !section.lines.isEmpty else { return }
        findings.add(
            self.info,
            host,
            line: section.headers.first,
            "\(host.role.rawValue) '\(host.name)' is in a cluster",
            label: "its members learn its key and name",
            help: "take the section away"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.validator) { edit, _ in
            edit.set("cluster_nodes", [ClusterKeys.stranger])
            return true
        }
    }
}
