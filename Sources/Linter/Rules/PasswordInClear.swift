package import Diagnostics
internal import Topology

/// A password needs TLS.
package enum PasswordInClear: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1313"),
        .error,
        "a password goes over the network in the clear",
        cause: "A port with 'password' or 'admin_password' speaks http or ws beyond loopback.",
        reason: "Everybody on the way reads the password, and with it has what it protects (skywelld reference §8.2).",
        cure: "Use https or wss, or bind the port to 127.0.0.1."
    )
    package static let fault = "a password protects a ws port on all addresses"
    package static let companions: Set<Diagnostic.Code> = [ServiceOnHidden.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports where port.isInClear && !port.isLoopback {
            guard port["password"] != nil || port["admin_password"] != nil else { continue }
            findings.add(
                self.info,
                host,
                line: port["protocol"]?.line,
                "the password of '\(port.name)' of '\(host.name)' goes over the network in the clear",
                label: "no TLS",
                help: "use https or wss, or bind the port to 127.0.0.1"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.publicServer) { edit, _ in
            edit.addPort(
                "port_ws_open",
                ["ip = 0.0.0.0", "port = 5005", "protocol = ws", "user = reader", "password = not a real one"]
            )
        }
    }
}
