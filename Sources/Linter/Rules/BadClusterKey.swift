package import Diagnostics
internal import Skywelld
internal import Topology

/// Lines of `[cluster_nodes]` are keys.
package enum BadClusterKey: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1424"),
        .warning,
        "a line of [cluster_nodes] is no node key",
        cause: "A line starts with something else than a key 'n…'.",
        reason: "The server skips the line, on a first start without a word (observed §9 and §10).",
        cure: "Write the node key; 'picket keys show' prints it."
    )
    package static let fault = "a key in [cluster_nodes] is mistyped"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for line in host.facts.file["cluster_nodes"]?.lines ?? []
        where NodePublicKey(base58: ServerFacts.key(of: line)) == nil {
            findings.add(
                self.info,
                host,
                line: line.number,
                "a line under 'cluster_nodes' of '\(host.name)' is no node key",
                label: "skipped",
                help: "write the node key, 'n…'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.publicServer) { edit, _ in
            edit.set("cluster_nodes", ["n9NotAKeyAtAll friend"])
            return true
        }
    }
}
