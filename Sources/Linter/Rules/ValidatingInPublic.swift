package import Diagnostics
internal import Skywelld
internal import Topology

/// Only validators validate.
package enum ValidatingInPublic: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1112"),
        .error,
        "a public server validates",
        cause: "There is a [validation_seed] on a host whose role is not 'validator'.",
        reason:
            "A server with a validation seed is a validator, and this one is where everybody can reach it (skywelld reference §8.3 and §9).",
        cure: "Move the seed to a host with the role 'validator', or take it away."
    )
    package static let fault = "a sentry has a validation seed"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role != .validator, let section = host.facts.file["validation_seed"], !section.lines.isEmpty else {
            return
        }
        findings.add(
            self.info,
            host,
            line: section.headers.first,
            "\(host.role.rawValue) '\(host.name)' has a validation seed",
            label: "makes it a validator",
            help: "take the section away, or make the host a validator"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.otherThanValidator) { edit, _ in
            edit.set("validation_seed", [Seed(passphrase: "picket linter: a sentry that validates").text])
            return true
        }
    }
}
