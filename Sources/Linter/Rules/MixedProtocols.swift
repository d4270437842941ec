package import Diagnostics

/// WebSocket ports stand alone.
package enum MixedProtocols: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1307"),
        .error,
        "a port mixes WebSocket with other protocols",
        cause: "'protocol' holds ws or wss beside peer, http or https.",
        reason: "The server refuses the combination (skywelld reference §8.2).",
        cure: "Give WebSocket a port of its own."
    )
    package static let fault = "a port speaks http and ws"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports {
            let protocols = port.protocols
            guard let value = port["protocol"], protocols.contains(where: { $0 == "ws" || $0 == "wss" }),
                protocols.contains(where: { $0 == "peer" || $0 == "http" || $0 == "https" })
            else { continue }
            findings.add(
                self.info,
                host,
                line: value.line,
                "'\(port.name)' of '\(host.name)' mixes WebSocket with other protocols",
                label: "the server refuses this",
                help: "give WebSocket a port of its own"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.addPort("port_mixed", ["ip = 127.0.0.1", "port = 5005", "protocol = http,ws"])
        }
    }
}
