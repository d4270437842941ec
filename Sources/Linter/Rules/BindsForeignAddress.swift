internal import Addressing
package import Diagnostics
internal import Topology

/// A port is bound to an address that its host has.
package enum BindsForeignAddress: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1317"),
        .error,
        "a port is bound to an address that the host does not have",
        cause: "'ip' of a port is neither 0.0.0.0, nor of loopback, nor one of the host's addresses.",
        reason: "The port cannot be opened, and the server ends while it starts (skywelld reference §8.2).",
        cure: "Write 0.0.0.0, 127.0.0.1 or an address of the host."
    )
    package static let fault = "a port of a sentry is bound to an address of another host"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports {
            guard let ip = port["ip"], case .ipv4(let address)? = port.address, address.rawValue != 0,
                !port.isLoopback, let own = self.addresses(of: host), !own.contains(address)
            else { continue }
            findings.add(
                self.info,
                host,
                line: ip.line,
                "'\(port.name)' of '\(host.name)' listens at \(address), which is none of the host's addresses",
                label: "the server does not start",
                help: "write '0.0.0.0', '127.0.0.1' or an address of the host"
            )
        }
    }

    /// `nil` if nobody says which ones it has.
    private static func addresses(of host: LintHost) -> [IPv4Address]? {
        host.model.map { $0.attachments.map(\.address) } ?? host.rules?.ownAddresses
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.publicServer) { edit, _ in
            edit.addPort("port_far", ["ip = 192.0.2.77", "port = 5005", "protocol = wss"])
        }
    }
}
