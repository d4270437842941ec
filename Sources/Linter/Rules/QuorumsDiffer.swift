package import Diagnostics

/// Servers of one network need the same number of votes.
package enum QuorumsDiffer: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1418"),
        .warning,
        "hosts of one network have different quorums",
        cause: "[validation_quorum] of a host is another number than that of the others.",
        reason: "One host takes a ledger for validated that another does not (skywelld reference §8.3).",
        cure: "Give every host the same quorum."
    )
    package static let fault = "a host has another quorum than the others"
    package static let companions: Set<Diagnostic.Code> = [UnsafeQuorum.code]

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        for members in TrustPartition.members(of: subject) {
            let first = subject.hosts[members[0]]
            let quorum = first.facts.quorum ?? 1
            for index in members.dropFirst() {
                let host = subject.hosts[index]
                guard (host.facts.quorum ?? 1) != quorum else { continue }
                findings.add(
                    self.info,
                    host,
                    line: host.facts.line(of: "validation_quorum"),
                    "'\(host.name)' needs \(host.facts.quorum ?? 1) validators for a ledger, and '\(first.name)' needs \(quorum)",
                    label: "not \(quorum)",
                    help: "give every host the same quorum"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let member = TrustPartition.members(of: subject).first(where: { $0.count > 1 })?.last else { return nil }
        return subject.editing(HostPlace { $0.index == member }) { edit, host in
            edit.set("validation_quorum", ["\((host.facts.quorum ?? 1) + 1)"])
            return true
        }
    }
}
