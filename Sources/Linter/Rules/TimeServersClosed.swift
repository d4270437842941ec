internal import Addressing
package import Diagnostics
internal import Skywelld
internal import Topology

/// A server that asks the time must be let out for it.
package enum TimeServersClosed: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1601"),
        .error,
        "the rules do not let a server ask the time",
        cause:
            "A hidden host has [sntp_servers], and neither 'firewall: egress' nor the rules let it send to UDP port 123 there.",
        reason:
            "Without an answer the offset is void after 14 minutes, and a clock that is 20 s off ends every handshake without a word (skywelld reference §8.3 and §9, rule 5).",
        cure: "Write 'firewall: { egress: { ntp: { to: […], protocol: udp, port: 123 } } }', or take the section away."
    )
    package static let fault = "a validator asks a time server that its rules do not let it reach"

    private static let port = 123

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden, let rules = host.rules else { return }
        for line in host.facts.timeServers {
            guard let address = IPv4Address(ServerFacts.key(of: line)), !self.isOpen(to: address, host, rules) else {
                continue
            }
            findings.add(
                self.info,
                host,
                line: line.number,
                "\(host.role.rawValue) '\(host.name)' asks \(address) the time, and its rules drop that",
                label: "no egress to UDP port 123",
                help: "open it: 'firewall: { egress: { ntp: { to: [\(address)], protocol: udp, port: 123 } } }'"
            )
        }
    }

    private static func isOpen(to address: IPv4Address, _ host: LintHost, _ rules: RulesetText) -> Bool {
        guard let model = host.model else { return rules.letsOut(.udp, self.port) }
        if model.firewall.rules.contains(where: { $0.point.isOutput }) { return rules.letsOut(.udp, self.port) }
        return model.firewall.egress.contains { egress in
            egress.transport == .udp && egress.port == 123
                && egress.destinations.contains { $0.ipv4?.contains(address) == true }
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role.isHidden && $0.rules != nil }) { edit, _ in
            edit.set("sntp_servers", ["192.0.2.123"])
            return true
        }
    }
}
