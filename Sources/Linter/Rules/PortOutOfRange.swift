package import Diagnostics

/// Ports go from 1 to 65535.
package enum PortOutOfRange: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1304"),
        .error,
        "the number of a port is out of range",
        cause: "'port' is 0, above 65535, or no number.",
        reason: "The server ends while it starts (skywelld reference §8.2; observed §9).",
        cure: "Write a number from 1 to 65535."
    )
    package static let fault = "a port has the number 70000"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports {
            guard let value = port["port"] else { continue }
            if let number = port.number, (1...65_535).contains(number) { continue }
            findings.add(
                self.info,
                host,
                line: value.line,
                "'\(port.name)' of '\(host.name)' has a port out of range",
                label: "1 to 65535",
                help: "write a number from 1 to 65535"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.addPort("port_far", ["ip = 127.0.0.1", "port = 70000", "protocol = http"])
        }
    }
}
