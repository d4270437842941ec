internal import Addressing
package import Diagnostics

/// Both sides of a link name the same port.
package enum PortsDiffer: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1207"),
        .error,
        "the two sides of a link name different ports",
        cause: "A peer entry names a port on which the host at that address does not listen.",
        reason:
            "The call is refused, and on one generation of the server it is the only one ever made (skywelld reference §0.1, J5).",
        cure: "Write the port of the listener's peer section."
    )
    package static let fault = "a sentry listens on another port than its validator dials"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for entry in host.facts.ips + host.facts.fixed {
            guard let port = entry.port, let owner = subject.owner(of: entry.address), owner !== host,
                let listening = owner.peerPort, listening != Int(port.rawValue)
            else { continue }
            findings.add(
                self.info,
                host,
                line: entry.line,
                "'\(host.name)' dials '\(owner.name)' on port \(port), and '\(owner.name)' listens on \(listening)",
                label: "port \(listening)?",
                help: "write '\(entry.host) \(listening)', or change the port of '\(owner.name)'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { !subject.diallers[$0.index].isEmpty }) { edit, host in
            guard let port = host.facts.peerPort?["port"] else { return false }
            edit.replace(line: port.line, with: "port = 50999")
            return true
        }
    }
}
