package import Diagnostics

/// A port needs an address, a number and a protocol.
package enum PortIncomplete: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1303"),
        .error,
        "a port section lacks a key",
        cause: "A port has no 'ip', no 'port' or no 'protocol', neither in its section nor in [server].",
        reason: "The server ends while it starts (skywelld reference §8.2; observed §9).",
        cure: "Add the key."
    )
    package static let fault = "a port has no number"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports {
            for key in ["ip", "port", "protocol"] where port[key] == nil {
                findings.add(
                    self.info,
                    host,
                    line: port.line,
                    "'\(port.name)' of '\(host.name)' has no '\(key)'",
                    label: "the server does not start",
                    help: "add '\(key) = …'"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in edit.addPort("port_half", ["ip = 127.0.0.1", "protocol = http"]) }
    }
}
