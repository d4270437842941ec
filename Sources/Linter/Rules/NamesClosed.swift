package import Diagnostics
internal import Skywelld
internal import Topology

/// A server that looks names up must be let out for it.
package enum NamesClosed: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1602"),
        .warning,
        "the rules do not let a server look names up",
        cause: "A host has names among its peers or time servers, and its rules let it out to no resolver.",
        reason: "The name never resolves, and nothing is said about it even in the log (observed §9).",
        cure: "Write addresses, or open the egress to a resolver on port 53."
    )
    package static let fault = "a host whose rules are shut looks a name up"
    package static let companions: Set<Diagnostic.Code> = [NameOnHidden.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard let rules = host.rules, rules.hasOutput, !rules.letsOut(.udp, 53), !rules.letsOut(.tcp, 53) else {
            return
        }
        let names = (host.facts.ips + host.facts.fixed).filter(\.isName).map(\.line)
        let times = host.facts.timeServers.filter { HostLiteral.isName(ServerFacts.key(of: $0)) }.map(\.number)
        for line in names + times {
            findings.add(
                self.info,
                host,
                line: line,
                "'\(host.name)' looks a name up, and its rules let it ask no resolver",
                label: "a name",
                help: "write the address"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role.isHidden && $0.rules?.hasOutput == true }) { edit, _ in
            edit.insert("peers.example.com 51235", in: "ips")
        }
    }
}
