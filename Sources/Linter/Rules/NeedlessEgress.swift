internal import Addressing
package import Diagnostics
internal import Skywelld
internal import Topology

/// What a hidden host need not send, it should not be able to send.
package enum NeedlessEgress: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1603"),
        .note,
        "an egress is open that the server does not use",
        cause: "'firewall: egress' opens UDP port 123 without [sntp_servers], or port 53 although nothing is a name.",
        reason:
            "Whoever takes the host over can send there too, and a resolver learns what is asked (skywelld reference §9, L13). The operating system may need it; then it is right.",
        cure: "Take the entry away unless the operating system needs it."
    )
    package static let fault = "a validator that asks no time server may reach one"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden, let model = host.model else { return }
        for egress in model.firewall.egress {
            let isTime = egress.transport == .udp && egress.port == 123 && host.facts.timeServers.isEmpty
            let isNames = egress.port == 53
            guard isTime || isNames else { continue }
            findings.add(
                self.info,
                host,
                at: egress.span,
                "\(host.role.rawValue) '\(host.name)' may \(isTime ? "ask the time" : "look names up"), and its server does not",
                label: "needed by the operating system alone",
                help: "take '\(egress.name)' away unless the operating system needs it"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard
            let host = subject.hosts.first(where: {
                $0.role.isHidden && $0.model != nil && $0.facts.timeServers.isEmpty
            }),
            let model = host.model, let prefix = IPPrefix("192.0.2.123")
        else { return nil }
        let egress = FirewallSettings.Egress(
            name: "ntp",
            destinations: [prefix],
            transport: .udp,
            port: 123,
            span: model.span
        )
        return subject.replacing(host.with(firewall: FirewallSettings(egress: [egress])))
    }
}
