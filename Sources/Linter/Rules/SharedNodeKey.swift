package import Diagnostics
internal import Skywelld

/// Every node has a key of its own.
package enum SharedNodeKey: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1401"),
        .error,
        "two hosts have the same node key",
        cause: "[node_seed] of two hosts is the same seed, in whatever form.",
        reason:
            "A server refuses a second connection with a key that is connected already, so the two drive each other out (skywelld reference §3.5; observed §4).",
        cure: "Make a seed for each host: 'picket keys new'."
    )
    package static let fault = "two hosts have the same node seed"

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        var owners: [NodePublicKey: Int] = [:]
        for host in subject.hosts {
            guard let seed = host.facts.nodeSeed, let key = seed.key else { continue }
            if let first = owners[key] {
                findings.add(
                    self.info,
                    host,
                    line: seed.line,
                    "'\(host.name)' has the node key of '\(subject.hosts[first].name)'",
                    label: "the same seed",
                    help: "make a seed for each host: 'picket keys new'"
                )
            } else {
                owners[key] = host.index
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let first = subject.hosts.first, let seed = ServerFacts.only(first.facts.file["node_seed"]) else {
            return nil
        }
        return subject.editing(HostPlace { $0 !== first && $0.facts.nodeSeed != nil }) { edit, _ in
            edit.set("node_seed", [seed.text])
            return true
        }
    }
}
