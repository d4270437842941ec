package import Diagnostics
internal import Skywelld

/// Without a node seed the identity is made by chance.
package enum NoNodeSeed: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1405"),
        .warning,
        "a host has no node seed",
        cause: "[node_seed] is missing.",
        reason:
            "The server makes an identity by chance and keeps it in its wallet database: nobody can say beforehand which node it is (skywelld reference §1.4).",
        cure: "Make one: 'picket keys new'."
    )
    package static let fault = "a host has no [node_seed]"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.facts.file["node_seed"] == nil else { return }
        findings.add(
            self.info,
            host,
            "'\(host.name)' has no node seed",
            label: "an identity by chance",
            help: "make one: 'picket keys new'"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.remove("node_seed")
            return true
        }
    }
}
