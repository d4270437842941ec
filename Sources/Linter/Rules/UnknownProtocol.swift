package import Diagnostics

/// An unknown protocol serves nothing.
package enum UnknownProtocol: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1306"),
        .error,
        "a port has an unknown protocol",
        cause: "'protocol' holds a word other than peer, http, https, ws and wss.",
        reason:
            "The server opens the port and serves nothing on it, without a word (skywelld reference §8.2; observed §9). One generation compares capital letters too (§0.1, J10).",
        cure: "Correct the word; write it in lower case."
    )
    package static let fault = "a port speaks 'pear'"

    private static let known = ["peer", "http", "https", "ws", "wss"]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports {
            guard let value = port["protocol"] else { continue }
            for name in port.protocols where !self.known.contains(name) {
                findings.add(
                    self.info,
                    host,
                    line: value.line,
                    "'\(port.name)' of '\(host.name)' has the unknown protocol '\(name)'",
                    label: "serves nothing",
                    help: nearest(name, in: self.known).map { "did you mean '\($0)'?" }
                )
            }
            if value.text.lowercased() != value.text {
                findings.add(
                    self.info,
                    host,
                    line: value.line,
                    "the protocol of '\(port.name)' of '\(host.name)' has capital letters",
                    label: "unknown to one generation of the server",
                    help: "write it in lower case"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.addPort("port_fruit", ["ip = 127.0.0.1", "port = 5005", "protocol = pear"])
        }
    }
}
