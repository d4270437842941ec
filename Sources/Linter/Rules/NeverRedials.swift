package import Diagnostics
package import Skywelld
internal import Topology

/// One generation of the server dials an address once, ever.
package enum NeverRedials: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1215"),
        .note,
        "a validator may not come back after an outage",
        cause: "A validator's dialect is 'jingtum', or 'both', the default.",
        reason:
            "That generation dials an address once and never again: a validator that lost its sentries stays alone until it is restarted (skywelld reference §0.1, J5; observed §8).",
        cure: "Keep the restart that the bundle brings, or say 'dialect: truechain' where that generation runs."
    )
    package static let generation = Dialect.jingtum
    package static let fault = "a validator runs the generation that never dials again"

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        let validators = subject.hosts.filter { $0.role == .validator && $0.dialect.includes(self.generation) }
        guard let first = validators.first else { return }
        let others =
            validators.count == 1 ? "" : " and \(validators.count - 1) other\(validators.count == 2 ? "" : "s")"
        findings.add(
            self.info,
            first,
            "validator '\(first.name)'\(others) may not dial its sentries again after an outage: one generation of the server never does",
            label: first.dialect == .both ? "its dialect is not known" : "its dialect is '\(first.dialect.rawValue)'",
            help: "a restart is the cure; say 'daemon: { dialect: truechain }' if that generation runs"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let host = subject.hosts.first(where: { $0.role == .validator }) else { return nil }
        return subject.replacing(host.with(dialect: .jingtum))
    }
}
