internal import Addressing
package import Diagnostics
internal import Topology

/// A port is bound to a literal address.
package enum BadBindAddress: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1305"),
        .error,
        "the address of a port is malformed",
        cause: "'ip' is no literal address, such as a host name or '999.0.0.0'.",
        reason: "The server ends while it starts (skywelld reference §8.2; observed §9).",
        cure: "Write an IPv4 address."
    )
    package static let fault = "a port is bound to 999.0.0.0"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports {
            guard let ip = port["ip"], IPv4Address(ip.text) == nil, IPv6Address(ip.text) == nil else { continue }
            findings.add(
                self.info,
                host,
                line: ip.line,
                "'ip' of '\(port.name)' of '\(host.name)' is no IPv4 address",
                label: "the server does not start",
                help: "write an IPv4 address"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role != .validator && $0.role != .relay }) { edit, _ in
            edit.addPort("port_odd", ["ip = 999.0.0.0", "port = 5005", "protocol = wss"])
        }
    }
}
