package import Diagnostics

/// A ledger needs the votes of most validators.
package enum UnsafeQuorum: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1417"),
        .error,
        "a quorum is unsafe",
        cause:
            "[validation_quorum] is above the number of trusted validators, or not above half of it. Below 80 % is a warning. Without the section it is 1.",
        reason:
            "With half or fewer, two parts of the network can each take another ledger for validated; with more than there are, none ever is (skywelld reference §8.3). 80 % is what later generations use.",
        cure: "Write 80 % of the trusted validators, rounded up."
    )
    package static let fault = "the quorum of a host is higher than the number of validators"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        let count = host.facts.validatorList.distinct.count
        guard count > 0 else { return }
        let quorum = host.facts.quorum ?? 1
        let safe = (count * 4 + 4) / 5
        guard quorum > count || quorum < safe else { return }
        let isError = quorum > count || quorum * 2 <= count
        let why =
            quorum > count
            ? "no ledger is ever validated" : isError ? "two halves can validate different ledgers" : "less than 80 %"
        findings.add(
            self.info,
            as: isError ? .error : .warning,
            host,
            line: host.facts.line(of: "validation_quorum"),
            "'\(host.name)' needs \(quorum) of \(count) validators for a ledger: \(why)",
            label: host.facts.quorum == nil ? "the server's default is 1" : "\(quorum) of \(count)",
            help: "write \(safe) under '[validation_quorum]'"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { !$0.facts.validators.isEmpty }) { edit, host in
            edit.set("validation_quorum", ["\(host.facts.validators.count + 1)"])
            return true
        }
    }
}
