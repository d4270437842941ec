package import Diagnostics
internal import Topology

/// Commands over HTTP are for this machine.
package enum RPCBeyondLoopback: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1312"),
        .warning,
        "an RPC port of a public server is open to other machines",
        cause: "A port of a sentry or hub with the protocol http or https is bound beyond loopback.",
        reason:
            "Its answers name the server and what it knows, and cost it time that its peers need (skywelld reference §7 and §9, L10).",
        cure: "Bind the port to 127.0.0.1; offer clients a WebSocket port if they need one."
    )
    package static let fault = "the RPC port of a sentry is bound to all addresses"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isPublic else { return }
        for port in host.facts.ports where !port.isLoopback && !port.isPeer {
            guard let ip = port["ip"], port.protocols.contains(where: { $0 == "http" || $0 == "https" }) else {
                continue
            }
            findings.add(
                self.info,
                host,
                line: ip.line,
                "RPC port '\(port.name)' of '\(host.name)' is open to other machines",
                label: "beyond loopback",
                help: "write 'ip = 127.0.0.1'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.publicServer) { edit, _ in
            edit.addPort("port_rpc_open", ["ip = 0.0.0.0", "port = 5005", "protocol = https"])
        }
    }
}
