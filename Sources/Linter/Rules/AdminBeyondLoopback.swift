package import Diagnostics

/// The admin role is for this machine.
package enum AdminBeyondLoopback: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1310"),
        .error,
        "the admin role is given beyond this machine",
        cause:
            "'admin' of a port names an address that is not loopback, or an admin port is bound to other addresses; the latter alone is a warning.",
        reason:
            "Admin commands show the addresses of private peers, connect to others and stop the server (skywelld reference §9, L10; observed §6).",
        cure: "Write 'ip = 127.0.0.1' and 'admin = 127.0.0.1', and go through ssh."
    )
    package static let fault = "another machine has the admin role"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports {
            guard let admin = port["admin"] else { continue }
            if port.admins.contains(where: { $0 != "0.0.0.0" && !HostLiteral.isLoopback($0.filter { $0 != " " }) }) {
                findings.add(
                    self.info,
                    host,
                    line: admin.line,
                    "'\(port.name)' of '\(host.name)' gives other machines the admin role",
                    label: "beyond loopback",
                    help: "write 'admin = 127.0.0.1', and go through ssh"
                )
            } else if !port.isLoopback, !port.admins.contains("0.0.0.0") {
                findings.add(
                    self.info,
                    as: .warning,
                    host,
                    line: port["ip"]?.line ?? port.line,
                    "admin port '\(port.name)' of '\(host.name)' can be reached from other machines",
                    label: "beyond loopback",
                    help: "write 'ip = 127.0.0.1'"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.addPort("port_admin", ["ip = 127.0.0.1", "port = 5005", "protocol = http", "admin = 192.0.2.77"])
        }
    }
}
