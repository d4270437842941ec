package import Diagnostics
internal import Skywelld
internal import Topology

/// Two servers that dial each other lose both connections.
package enum DialsBothWays: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1202"),
        .error,
        "two hosts dial each other",
        cause: "Each of two hosts lists the other under [ips_fixed].",
        reason: "When both calls meet, each side drops the other's (skywelld reference §3.5, \"Cross-dial hazard\").",
        cure: "Leave the entry on one side: the validator's, the relay's, or either of two public servers'."
    )
    package static let fault = "a sentry dials back the host that dials it"

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        for host in subject.hosts where host.role != .validator {
            for listener in subject.listeners[host.index] where listener > host.index {
                let other = subject.hosts[listener]
                guard other.role != .validator, subject.listeners[listener].contains(host.index) else { continue }
                let entry = other.facts.fixed.first { subject.owner(of: $0.address) === host }
                findings.add(
                    self.info,
                    other,
                    line: entry?.line,
                    "'\(host.name)' and '\(other.name)' dial each other",
                    label: "the other direction is there too",
                    help: "leave the entry on one side"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, host in
            guard host.role != .validator,
                let dialler = subject.diallers[host.index].lazy.map({ subject.hosts[$0] })
                    .first(where: { $0.role != .validator && !$0.addresses.isEmpty }),
                let entry = dialler.facts.fixed.first(where: { subject.owner(of: $0.address) === host }),
                let port = dialler.peerPort
            else { return false }
            let shared = dialler.model?.attachments.first { attachment in
                host.model?.attachments.first { $0.address == entry.address }?.segment == attachment.segment
            }
            let entries = host.facts.file["ips_fixed"]?.lines.map(\.text) ?? []
            edit.set("ips_fixed", entries + ["\(shared?.address ?? dialler.addresses[0]) \(port)"])
            return true
        }
    }
}
