package import Diagnostics
internal import Skywelld

/// Every validator has a key of its own.
package enum SharedValidationKey: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1404"),
        .error,
        "two hosts have the same validation key",
        cause: "[validation_seed] of two hosts is the same seed, in whatever form.",
        reason:
            "Both then sign for one validator, at times with different votes, and the others count one (skywelld reference §5.6).",
        cure: "Make a seed for each validator: 'picket keys new'."
    )
    package static let fault = "two validators have the same validation seed"
    package static let companions: Set<Diagnostic.Code> = [ValidatorUnknownToSentry.code]

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        var owners: [NodePublicKey: Int] = [:]
        for host in subject.hosts {
            guard let seed = host.facts.validationSeed, let key = seed.key else { continue }
            if let first = owners[key] {
                findings.add(
                    self.info,
                    host,
                    line: seed.line,
                    "'\(host.name)' has the validation key of '\(subject.hosts[first].name)'",
                    label: "the same seed",
                    help: "make a seed for each validator: 'picket keys new'"
                )
            } else {
                owners[key] = host.index
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        let validators = subject.hosts.filter { $0.facts.validationSeed != nil }
        guard validators.count > 1, let seed = ServerFacts.only(validators[0].facts.file["validation_seed"]) else {
            return nil
        }
        return subject.editing(HostPlace { $0 === validators[1] }) { edit, _ in
            edit.set("validation_seed", [seed.text])
            return true
        }
    }
}
