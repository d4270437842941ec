package import Diagnostics
internal import Skywelld
internal import Topology

/// A hidden host looks nothing up.
package enum NameOnHidden: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1107"),
        .error,
        "a hidden host must look up a name",
        cause:
            "A validator's or relay's [ips], [ips_fixed], [sntp_servers] or [validators] holds a host name, or it has [validators_site].",
        reason:
            "Whoever answers the look-up, and every server on the way, learns the validator's address (skywelld reference §9, L13).",
        cure: "Write addresses, and keys instead of domains."
    )
    package static let fault = "a validator's [ips] holds a host name"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden else { return }
        for entry in host.facts.ips + host.facts.fixed where entry.isName {
            self.add(host, entry.line, "'\(entry.host)'", &findings)
        }
        for line in host.facts.timeServers where HostLiteral.isName(ServerFacts.key(of: line)) {
            self.add(host, line.number, "time server '\(ServerFacts.key(of: line))'", &findings)
        }
        for line in host.facts.validators where BadValidatorLine.isDomain(ServerFacts.key(of: line)) {
            self.add(host, line.number, "'\(ServerFacts.key(of: line))' for a validation key", &findings)
        }
        if let line = host.facts.line(of: "validators_site") {
            self.add(host, line, "a site for validation keys", &findings)
        }
    }

    private static func add(_ host: LintHost, _ line: Int, _ what: String, _ findings: inout LintFindings) {
        findings.add(
            self.info,
            host,
            line: line,
            "\(host.role.rawValue) '\(host.name)' looks up \(what)",
            label: "a name",
            help: "write the address or the key itself"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.validator) { edit, _ in edit.insert("peers.example.com 51235", in: "ips") }
    }
}
