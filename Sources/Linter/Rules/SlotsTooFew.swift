package import Diagnostics
internal import Skywelld
internal import Topology

/// Those who are meant to dial a server find a slot.
package enum SlotsTooFew: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1213"),
        .warning,
        "a server has fewer inbound slots than it needs",
        cause:
            "[peers_max] leaves fewer inbound slots than own hosts dial the server, or too few for strangers beside them.",
        reason:
            "The server cannot reserve slots: when strangers or fellow servers take them, its own validator is refused (skywelld reference §6.2 and §6.4). Fewer slots than own diallers is an error.",
        cure: "Raise [peers_max], or leave it to the slot budget."
    )
    package static let fault = "[peers_max] of a sentry leaves one inbound slot"

    /// What a server takes for an absent `[peers_max]`, and the slots that it then leaves for strangers.
    private static let defaultMaximum = 21
    private static let reserve = 11

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role != .validator else { return }
        let line = ServerFacts.only(host.facts.file["peers_max"])
        let written = line.flatMap { Int($0.text) } ?? 0
        let maximum = written == 0 ? self.defaultMaximum : written
        // Ten or fewer have a rule of their own.
        guard maximum > 10 else { return }
        let inbound = maximum - max(10, (maximum * 15 + 99) / 100)
        let own = subject.diallers[host.index].count
        let needed = own + (host.role.isPublic ? self.reserve : 0)
        guard own > 0, inbound < needed else { return }
        findings.add(
            self.info,
            as: inbound < own ? .error : .warning,
            host,
            line: line?.number,
            "\(host.role.rawValue) '\(host.name)' has \(inbound) inbound slots, and needs \(needed): \(own) for own hosts and the rest for strangers",
            label: "too few",
            help: "raise '[peers_max]'"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role.isPublic && !subject.diallers[$0.index].isEmpty }) { edit, _ in
            edit.set("peers_max", ["11"])
            return true
        }
    }
}
