package import Diagnostics
internal import Topology

/// A promise of the topology: every validator keeps a link when this is lost.
package enum BrokenSurvival: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1511"),
        .error,
        "a validator does not survive what it must",
        cause: "'expect: survives' names a loss after which some validator has no link to the network.",
        reason:
            "A private server dials its fixed peers and nobody else, so without any of them it is cut off (skywelld reference §6.3).",
        cure: "Give the validator more sentries, or sentries in more zones."
    )
    package static let fault = "a validator keeps one of its sentries"
    package static let companions: Set<Diagnostic.Code> = [LinkMissing.code]

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        for expectation in subject.topology?.expectations ?? [] {
            guard case .survives(let loss) = expectation.statement else { continue }
            for host in subject.hosts where host.role == .validator {
                guard let victims = Reach.isolating(host.index, by: loss, in: subject) else { continue }
                findings.add(
                    self.info,
                    host,
                    at: expectation.span,
                    "validator '\(host.name)' is cut off when \(victims) \(victims.hasSuffix("s") ? "are" : "is") lost",
                    label: "expected to survive",
                    help: "give it sentries beyond these"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        let expectsSurvival = subject.topology?.expectations.contains { expectation in
            if case .survives = expectation.statement { true } else { false }
        }
        guard expectsSurvival == true else { return nil }
        return subject.editing(HostPlace { $0.role == .validator && $0.facts.fixed.count > 1 }) { edit, host in
            for entry in host.facts.fixed.dropFirst().reversed() { edit.lines.remove(at: entry.line - 1) }
            return true
        }
    }
}
