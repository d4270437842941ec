package import Diagnostics
internal import Topology

/// A private server takes no inbound peers, so it cannot serve anybody.
package enum PublicServerPrivate: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1103"),
        .error,
        "a server that others dial is private",
        cause: "The private flag of a sentry, a hub or a relay is on.",
        reason:
            "A private server has no inbound slots: every dialler gets a refusal, its own validators too (skywelld reference §6.2 and §6.3; observed §7).",
        cure: "Write 0 under [peer_private] of every server but the validators."
    )
    package static let fault = "the private flag of a sentry is on"
    package static let companions: Set<Diagnostic.Code> = [PrivateWithoutFixedPeers.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role != .validator, host.facts.isPrivate else { return }
        findings.add(
            self.info,
            host,
            line: host.facts.line(of: "peer_private"),
            "\(host.role.rawValue) '\(host.name)' is private",
            label: "refuses every peer that dials it",
            help: "write '0'"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role != .validator && !$0.facts.isPrivate }) { edit, _ in
            edit.set("peer_private", ["1"])
            return true
        }
    }
}
