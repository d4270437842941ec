package import Diagnostics

/// `admin = 0.0.0.0` is for everybody.
package enum AdminAnywhere: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1311"),
        .error,
        "everybody has the admin role",
        cause: "A port has 'admin = 0.0.0.0', as the server's sample configuration has.",
        reason:
            "0.0.0.0 stands for every address: whoever reaches the port commands the server (skywelld reference §8.2 and §9, L10).",
        cure: "Write 'admin = 127.0.0.1'."
    )
    package static let fault = "a port has 'admin = 0.0.0.0'"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports where port.admins.contains("0.0.0.0") {
            findings.add(
                self.info,
                host,
                line: port["admin"]?.line,
                "'\(port.name)' of '\(host.name)' gives everybody the admin role",
                label: "every address",
                help: "write 'admin = 127.0.0.1'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.addPort("port_admin", ["ip = 127.0.0.1", "port = 5005", "protocol = http", "admin = 0.0.0.0"])
        }
    }
}
