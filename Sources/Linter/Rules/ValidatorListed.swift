package import Diagnostics
internal import Skywelld
internal import Topology

/// The validator dials; nobody lists it.
package enum ValidatorListed: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1201"),
        .error,
        "a validator's address stands in another host's configuration",
        cause: "The address of a validator is in [ips] or [ips_fixed] of another host.",
        reason:
            "Its address then lies in that host's files, backups and peer cache, and the calls get nothing but refusals (skywelld reference §9, L12; observed §7).",
        cure: "Take the entry away: the validator dials its sentries, and they need no entry for it."
    )
    package static let fault = "a sentry lists a validator in [ips_fixed]"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for (entries, section) in [(host.facts.ips, "ips"), (host.facts.fixed, "ips_fixed")] {
            for entry in entries {
                guard let owner = subject.owner(of: entry.address), owner.role == .validator, owner !== host else {
                    continue
                }
                findings.add(
                    self.info,
                    host,
                    line: entry.line,
                    "'\(host.name)' lists validator '\(owner.name)' under '\(section)'",
                    label: "the address of '\(owner.name)'",
                    help: "take the entry away; the validator dials, and nobody lists it"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let validator = subject.hosts.first(where: { $0.role == .validator && !$0.addresses.isEmpty }) else {
            return nil
        }
        return subject.editing(.otherThanValidator) { edit, host in
            let entries = host.facts.file["ips_fixed"]?.lines.map(\.text) ?? []
            edit.set("ips_fixed", entries + ["\(validator.addresses[0]) \(validator.peerPort ?? 50_333)"])
            return true
        }
    }
}
