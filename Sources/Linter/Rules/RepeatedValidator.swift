package import Diagnostics
internal import Skywelld

/// A validator counts once.
package enum RepeatedValidator: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1416"),
        .warning,
        "a validator is listed twice",
        cause: "[validators] has the same key on two lines.",
        reason:
            "The key counts once, so the list is shorter than it looks, and so the quorum harder to reach (skywelld reference §8.3).",
        cure: "Take one of the lines away."
    )
    package static let fault = "a validator is listed twice"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        let keys = host.facts.validatorKeys
        guard host.facts.validatorList.distinct.count < keys.count else { return }
        for (index, key) in keys.enumerated().dropFirst() {
            guard let first = keys[..<index].firstIndex(of: key) else { continue }
            findings.add(
                self.info,
                host,
                line: host.facts.validators[index].number,
                "'\(host.name)' lists a validator twice",
                label: "first on line \(host.facts.validators[first].number)",
                help: "take one of the lines away"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, host in
            guard let line = host.facts.validators.first else { return false }
            return edit.insert(line.text, in: "validators")
        }
    }
}
