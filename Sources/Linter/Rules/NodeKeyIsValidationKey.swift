package import Diagnostics
internal import Skywelld
internal import Topology

/// A node key is shown to everybody; a validation key must not be one.
package enum NodeKeyIsValidationKey: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1402"),
        .error,
        "a node key is a validation key",
        cause: "[node_seed] of a host is the [validation_seed] of a host, in whatever form.",
        reason:
            "The node key is in every handshake and every /crawl, so that anybody sees which node is the validator (skywelld reference §1.3 and §9, L3).",
        cure: "Make another node seed: 'picket keys new'."
    )
    package static let fault = "a validator's two seeds are the same"

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        var owners: [NodePublicKey: Int] = [:]
        for host in subject.hosts {
            if let key = host.facts.validationSeed?.key { owners[key] = host.index }
        }
        for host in subject.hosts {
            guard let seed = host.facts.nodeSeed, let key = seed.key, let owner = owners[key] else { continue }
            findings.add(
                self.info,
                host,
                line: seed.line,
                "the node key of '\(host.name)' is the validation key of '\(subject.hosts[owner].name)'",
                label: "everybody sees this key",
                help: "make another node seed: 'picket keys new'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.validator) { edit, host in
            guard let seed = ServerFacts.only(host.facts.file["validation_seed"]) else { return false }
            edit.set("node_seed", [seed.text])
            return true
        }
    }
}
