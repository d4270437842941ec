package import Diagnostics

/// Shows for each rule that it catches its own fault.
package struct SelfTest: Sendable {
    package enum Outcome: Hashable, Sendable {
        /// The rule reports the fault.
        case caught
        /// The rule reports the same thing without the fault, so that nothing is shown.
        case reportedBefore
        /// There is no place for the fault.
        case noPlace
        /// The rule does not report the fault: a bug.
        case missed
    }

    /// What came of one rule.
    package struct Entry: Sendable {
        package let code: Diagnostic.Code
        /// The deliberate fault, in one clause.
        package let fault: String
        package let outcome: Outcome
        /// All codes that the fault brought, sorted.
        package let caughtBy: [Diagnostic.Code]
    }

    /// In the order of the rules.
    package let entries: [Entry]

    package var isPassed: Bool { !self.entries.contains { $0.outcome == .missed } }

    /// Makes every fault, one after the other, each in a fresh copy.
    package init(_ subject: LintSubject, rules: [any LintRule.Type] = Linter.rules) {
        let before = Self.counts(Linter.findings(in: subject))
        self.entries = rules.map { rule in
            guard let mutated = rule.mutate(subject) else {
                return Entry(code: rule.info.code, fault: rule.fault, outcome: .noPlace, caughtBy: [])
            }
            let after = Self.counts(Linter.findings(in: mutated))
            let new = after.filter { $0.value > before[$0.key, default: 0] }.keys
            let code = rule.info.code
            let outcome: Outcome =
                new.contains(code) ? .caught : before[code] != nil && after[code] != nil ? .reportedBefore : .missed
            return Entry(
                code: code,
                fault: rule.fault,
                outcome: outcome,
                caughtBy: new.sorted { $0.rawValue < $1.rawValue }
            )
        }
    }

    private static func counts(_ findings: [Finding]) -> [Diagnostic.Code: Int] {
        findings.reduce(into: [:]) { $0[$1.code, default: 0] += 1 }
    }
}
