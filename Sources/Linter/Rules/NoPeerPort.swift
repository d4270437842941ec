package import Diagnostics
internal import Skywelld
internal import Topology

/// A server that others dial has a peer port.
package enum NoPeerPort: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1309"),
        .error,
        "a server that others dial has no peer port",
        cause: "No port section of a sentry, hub or relay has the protocol 'peer'.",
        reason: "The server then takes no peers and does not announce itself (skywelld reference §8.2).",
        cure: "Give one port section 'protocol = peer'."
    )
    package static let fault = "the peer port of a sentry speaks https"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role != .validator, host.facts.peerPort == nil, host.facts.file["server"] != nil else { return }
        findings.add(
            self.info,
            host,
            line: host.facts.line(of: "server"),
            "\(host.role.rawValue) '\(host.name)' has no peer port",
            label: "no section with 'protocol = peer'",
            help: "give one port section 'protocol = peer'"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.publicServer) { edit, host in
            guard let value = host.facts.peerPort?["protocol"] else { return false }
            edit.replace(line: value.line, with: "protocol = https")
            return true
        }
    }
}
