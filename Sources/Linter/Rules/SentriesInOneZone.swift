package import Diagnostics
internal import Topology

/// Sentries of one zone fail together.
package enum SentriesInOneZone: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1502"),
        .warning,
        "all sentries of a validator are in one zone",
        cause: "Every sentry that a validator dials, itself or through relays, has the same 'zone'.",
        reason:
            "A zone is what fails together: its loss cuts the validator off (skywelld reference §9, L19 asks for different networks).",
        cure: "Add a sentry of another zone, or say 'sentries: { select: …, spread_over: zone }'."
    )
    package static let fault = "all sentries of a validator are moved into one zone"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role == .validator, host.model != nil else { return }
        let sentries = Reach.sentries(of: host.index, in: subject)
        let zones = Set(sentries.map { subject.hosts[$0].model?.zone })
        guard sentries.count > 1, zones.count == 1, let zone = zones.first ?? nil else { return }
        findings.add(
            self.info,
            host,
            line: host.facts.fixed.first?.line,
            "all \(sentries.count) sentries of validator '\(host.name)' are in zone '\(zone)'",
            label: "they fail together",
            help: "add a sentry of another zone"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let host = subject.hosts.first(where: { $0.role == .validator && $0.model != nil }),
            let zone = ZoneName("one-zone"), case let sentries = Reach.sentries(of: host.index, in: subject),
            sentries.count > 1
        else { return nil }
        return sentries.reduce(subject) { subject, sentry in
            subject.replacing(subject.hosts[sentry].moved(to: zone))
        }
    }
}
