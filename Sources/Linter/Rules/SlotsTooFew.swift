internal import Compiler
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

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role != .validator else { return }
        let line = ServerFacts.only(host.facts.file["peers_max"])
        let maximum = SlotBudget.effective(line.flatMap { Int($0.text) } ?? 0)
        // Ten or fewer have a rule of their own.
        guard maximum > SlotBudget.lowestMaximum else { return }
        let inbound = SlotBudget.inbound(of: maximum)
        let own = subject.diallers[host.index].count
        let needed = self.needed(host, own: own, in: subject)
        guard own > 0, inbound < needed else { return }
        findings.add(
            self.info,
            as: inbound < own ? .error : .warning,
            host,
            line: line?.number,
            "\(host.role.rawValue) '\(host.name)' has \(inbound) inbound slots, and needs \(needed): "
                + "\(own) for own hosts and the rest for strangers",
            label: "too few",
            help: "raise '[peers_max]'"
        )
    }

    /// The slot budget of the model; for files that a person wrote, at least what the server's default leaves.
    private static func needed(_ host: LintHost, own: Int, in subject: LintSubject) -> Int {
        guard let model = host.model, let topology = subject.topology else {
            return host.role.isPublic ? max(own, SlotBudget.strangersReserve) : own
        }
        let budget = SlotBudget(of: model, in: topology)
        return budget.own + budget.reserve
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role.isPublic && !subject.diallers[$0.index].isEmpty }) { edit, _ in
            edit.set("peers_max", ["11"])
            return true
        }
    }
}
