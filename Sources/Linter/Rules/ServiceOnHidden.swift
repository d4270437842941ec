package import Diagnostics
internal import Topology

/// A hidden host serves nobody but this machine.
package enum ServiceOnHidden: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1111"),
        .error,
        "a hidden host offers a service to other machines",
        cause: "A port of a validator or relay other than its peer port is bound beyond loopback.",
        reason: "Its answers name the server, its keys and its peers (skywelld reference §7 and §9, L10 and L18).",
        cure: "Bind the port to 127.0.0.1."
    )
    package static let fault = "a validator's RPC port is bound to all addresses"
    package static let companions: Set<Diagnostic.Code> = [HiddenOnPublicAddress.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden else { return }
        for port in host.facts.ports where !port.isPeer && !port.isLoopback {
            guard let ip = port["ip"] else { continue }
            findings.add(
                self.info,
                host,
                line: ip.line,
                "\(host.role.rawValue) '\(host.name)' offers '\(port.name)' to other machines",
                label: "beyond loopback",
                help: "write 'ip = 127.0.0.1'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.validator) { edit, _ in
            edit.addPort("port_rpc_open", ["ip = 0.0.0.0", "port = 5005", "protocol = https"])
        }
    }
}
