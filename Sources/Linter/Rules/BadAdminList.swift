internal import Addressing
package import Diagnostics

/// The list of admins holds literal addresses without blanks.
package enum BadAdminList: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1314"),
        .error,
        "the list of admin addresses is malformed",
        cause: "'admin' holds a blank, a name, a network, or 0.0.0.0 beside others.",
        reason: "The server ends while it starts (skywelld reference §8.2).",
        cure: "Write addresses with commas and nothing else between them."
    )
    package static let fault = "there is a blank between two admin addresses"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for port in host.facts.ports {
            guard let admin = port["admin"] else { continue }
            let isLiteral = port.admins.allSatisfy { IPv4Address($0) != nil || IPv6Address($0) != nil }
            guard !isLiteral || port.admins.count > 1 && port.admins.contains("0.0.0.0") else { continue }
            findings.add(
                self.info,
                host,
                line: admin.line,
                "the admin addresses of '\(port.name)' of '\(host.name)' are malformed",
                label: "the server does not start",
                help: "write addresses with commas and no blanks between them"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.addPort(
                "port_admin",
                ["ip = 127.0.0.1", "port = 5005", "protocol = http", "admin = 127.0.0.1, 127.0.0.2"]
            )
        }
    }
}
