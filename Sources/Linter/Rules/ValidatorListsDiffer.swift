package import Diagnostics
internal import Skywelld

/// Servers of one network trust the same validators.
package enum ValidatorListsDiffer: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1414"),
        .warning,
        "hosts of one network trust different validators",
        cause: "[validators] of a host has other keys than those of the others.",
        reason:
            "Servers with different lists can come to different ledgers, and what one passes on another does not (skywelld reference §5.6).",
        cure: "Give every host the same list."
    )
    package static let fault = "a host trusts one more validator than the others"

    package static let companions: Set<Diagnostic.Code> = [UnsafeQuorum.code]

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        for members in TrustPartition.members(of: subject) {
            let first = subject.hosts[members[0]]
            let list = first.facts.validatorList
            for index in members.dropFirst() {
                let host = subject.hosts[index]
                let other = host.facts.validatorList
                guard other !== list, other.distinct != list.distinct else { continue }
                let more = other.distinct.subtracting(list.distinct).count
                let missing = list.distinct.subtracting(other.distinct).count
                findings.add(
                    self.info,
                    host,
                    line: host.facts.line(of: "validators"),
                    "'\(host.name)' trusts other validators than '\(first.name)': \(more) more, \(missing) fewer",
                    label: "not the list of '\(first.name)'",
                    help: "give every host the same list"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let member = TrustPartition.members(of: subject).first(where: { $0.count > 1 })?.last else { return nil }
        let key = NodeKey(seed: Seed(passphrase: "picket linter: one more validator")).publicKey.base58
        return subject.editing(HostPlace { $0.index == member }) { edit, _ in
            edit.insert("\(key) one-more", in: "validators")
        }
    }
}
