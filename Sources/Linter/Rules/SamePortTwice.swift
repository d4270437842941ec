package import Diagnostics
internal import Topology

/// Two ports of a server are not bound to one number.
package enum SamePortTwice: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1316"),
        .error,
        "two ports have the same number",
        cause:
            "Two port sections, or one that [server] names twice, have equal numbers, and equal addresses or one that stands for all, such as 0.0.0.0.",
        reason: "The second one is in use already, and the server ends while it starts (skywelld observed §9).",
        cure: "Give one of them another 'port'."
    )
    package static let fault = "a port of a sentry has the number of its peer port"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for (first, second) in self.pairs(of: host) {
            findings.add(
                self.info,
                host,
                line: second["port"]?.line ?? second.line,
                "'\(second.name)' of '\(host.name)' has the same port as '\(first.name)'",
                label: "in use already: the server does not start",
                help: "write another number"
            )
        }
    }

    private static func pairs(of host: LintHost) -> [(PortFacts, PortFacts)] {
        let ports = host.facts.ports
        return ports.indices.dropFirst().compactMap { index in
            ports[..<index].first { $0.collides(with: ports[index]) }.map { ($0, ports[index]) }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role.isPublic && $0.peerPort != nil }) { edit, host in
            let number = host.peerPort.map(String.init) ?? ""
            // At the end of the list, as a person would write it.
            guard let header = edit.lines.firstIndex(of: "[server]"),
                let end = edit.lines[header...].firstIndex(of: "")
            else { return false }
            edit.lines.insert("port_again", at: end)
            edit.append("port_again", ["ip = 127.0.0.1", "port = \(number)", "protocol = wss"])
            return true
        }
    }
}
