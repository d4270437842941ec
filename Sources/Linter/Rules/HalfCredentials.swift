package import Diagnostics

/// A user needs a password, and a password a user.
package enum HalfCredentials: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1315"),
        .error,
        "a port has half of its credentials",
        cause: "A port has 'user' without 'password', 'admin_user' without 'admin_password', or the reverse.",
        reason: "Both are needed; with one of them the port asks for neither (skywelld reference §8.2).",
        cure: "Add the other one, or take it away."
    )
    package static let fault = "a port has a user and no password"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports {
            for (user, password) in [("user", "password"), ("admin_user", "admin_password")]
            where (port[user] == nil) != (port[password] == nil) {
                let (there, missing) = port[user] == nil ? (password, user) : (user, password)
                findings.add(
                    self.info,
                    host,
                    line: port[there]?.line,
                    "'\(port.name)' of '\(host.name)' has '\(there)' and no '\(missing)'",
                    label: "asks for neither",
                    help: "add '\(missing)', or take '\(there)' away"
                )
            }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.addPort("port_half", ["ip = 127.0.0.1", "port = 5005", "protocol = http", "user = reader"])
        }
    }
}
