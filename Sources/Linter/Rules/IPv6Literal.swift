internal import Addressing
package import Diagnostics
internal import Skywelld

/// The server speaks IPv4 only.
package enum IPv6Literal: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1210"),
        .error,
        "an IPv6 address stands where the server knows IPv4 only",
        cause: "A peer entry, a port's 'ip' or 'admin', or a time server is an IPv6 address.",
        reason:
            "A peer entry cannot hold one, because a colon separates the port, and the server's address helpers assume IPv4 (skywelld reference §8.3; observed §12).",
        cure: "Write an IPv4 address."
    )
    package static let fault = "a peer entry is an IPv6 address"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for entry in host.facts.ips + host.facts.fixed where entry.isIPv6 {
            self.add(host, entry.line, "peer entry", &findings)
        }
        for port in host.facts.ports {
            for key in ["ip", "admin"] {
                guard let value = port[key],
                    value.text.split(separator: ",").contains(where: { IPv6Address($0) != nil })
                else { continue }
                self.add(host, value.line, "'\(key)' of '\(port.name)'", &findings)
            }
        }
        for line in host.facts.timeServers where IPv6Address(ServerFacts.key(of: line)) != nil {
            self.add(host, line.number, "time server", &findings)
        }
    }

    private static func add(_ host: LintHost, _ line: Int, _ what: String, _ findings: inout LintFindings) {
        findings.add(
            self.info,
            host,
            line: line,
            "a \(what) of '\(host.name)' is an IPv6 address",
            label: "this server speaks IPv4 only",
            help: "write an IPv4 address"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in edit.insert("fd00:10::51 50333", in: "ips") }
    }
}
