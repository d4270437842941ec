package import Diagnostics

/// There is one peer port at most.
package enum SeveralPeerPorts: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1308"),
        .error,
        "there is more than one peer port",
        cause: "Several port sections have the protocol 'peer'.",
        reason: "The server ends while it starts (skywelld reference §8.2).",
        cure: "Leave one."
    )
    package static let fault = "a host has a second peer port"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports.filter(\.isPeer).dropFirst() {
            findings.add(
                self.info,
                host,
                line: port["protocol"]?.line,
                "'\(host.name)' has another peer port, '\(port.name)'",
                label: "one too many",
                help: "leave one section with 'protocol = peer'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.facts.peerPort != nil }) { edit, _ in
            edit.append("port_peer_too", ["ip = 127.0.0.1", "port = 50334", "protocol = peer"])
            // Behind the first one, so that the host keeps its own.
            guard let header = edit.lines.firstIndex(of: "[server]") else { return false }
            edit.lines.insert("port_peer_too", at: header + 2)
            return true
        }
    }
}
