package import Diagnostics
internal import Skywelld

/// A list holds fifty validators.
package enum TooManyValidators: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1415"),
        .error,
        "there are more than 50 validators in a list",
        cause: "[validators] has more than 50 lines.",
        reason: "The server takes 50 (skywelld reference §8.3); the rest is not trusted, and nobody says which.",
        cure: "Leave at most 50, such as with 'trust: { scope: group }'."
    )
    package static let fault = "[validators] has 51 more lines"
    package static let companions: Set<Diagnostic.Code> = [UnsafeQuorum.code]

    private static let limit = 50

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        let lines = host.facts.validators
        guard lines.count > self.limit else { return }
        findings.add(
            self.info,
            host,
            line: lines[self.limit].number,
            "'\(host.name)' lists \(lines.count) validators, and the server takes \(self.limit)",
            label: "the first of \(lines.count - self.limit) too many",
            help: "leave at most \(self.limit)"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            guard let header = edit.lines.firstIndex(of: "[validators]") else { return false }
            let keys = (1...51).map {
                NodeKey(seed: Seed(passphrase: "picket linter: validator \($0)")).publicKey.base58
            }
            edit.lines.insert(contentsOf: keys, at: header + 1)
            return true
        }
    }
}
