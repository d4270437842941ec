package import Diagnostics
internal import Skywelld
internal import Topology

/// With ten slots or fewer a server takes no inbound peers.
package enum NoInboundSlots: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1212"),
        .error,
        "a server that others dial has no inbound slots",
        cause: "[peers_max] of a sentry, hub or relay is 1 to 10.",
        reason:
            "At least 10 slots go to outbound peers, so that none are left for those that dial in (skywelld reference §6.2; observed §7).",
        cure: "Write at least 21, or leave [peers_max] to the slot budget."
    )
    package static let fault = "[peers_max] of a sentry is 10"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role != .validator, let line = ServerFacts.only(host.facts.file["peers_max"]),
            let maximum = Int(line.text), (1...10).contains(maximum)
        else { return }
        findings.add(
            self.info,
            host,
            line: line.number,
            "\(host.role.rawValue) '\(host.name)' takes no inbound peers with \(maximum) slots",
            label: "10 of them are for outbound peers",
            help: "write at least 21"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.otherThanValidator) { edit, _ in
            edit.set("peers_max", ["10"])
            return true
        }
    }
}
