internal import Addressing
package import Diagnostics
internal import Topology

/// What a hidden host may send to is few, or it is not confined.
package enum EgressTooWide: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1605"),
        .warning,
        "an egress lets a hidden host out to almost everybody",
        cause:
            "'firewall: egress' of a validator or relay names a destination that holds more than a 256th of all addresses.",
        reason:
            "The claim that the host is confined then says nothing: whoever takes it over can send anywhere at that port, and a server that dials strangers is seen by them (skywelld reference §9, L13).",
        cure: "Name the addresses of the service, or run the service on a private segment."
    )
    package static let fault = "a validator may ask names of everybody"

    /// A 256th of all IPv4 addresses; IPv6 is handed out to networks in 32 bits, and to registries in 12 to 23.
    private static let shortest = (ipv4: 8, ipv6: 24)

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden, let model = host.model else { return }
        for egress in model.firewall.egress {
            guard let wide = egress.destinations.first(where: Self.isWide) else { continue }
            findings.add(
                self.info,
                host,
                at: egress.span,
                "\(host.role.rawValue) '\(host.name)' may send to \(wide) at \(egress.transport.rawValue) port \(egress.port)",
                label: "almost everybody is among these",
                help: "name the addresses of '\(egress.name)'"
            )
        }
    }

    private static func isWide(_ prefix: IPPrefix) -> Bool {
        switch prefix {
        case .ipv4(let prefix): prefix.length < self.shortest.ipv4
        case .ipv6(let prefix): prefix.length < self.shortest.ipv6
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let host = subject.hosts.first(where: { $0.role.isHidden && $0.model != nil }), let model = host.model,
            let everybody = IPPrefix("0.0.0.0/0")
        else { return nil }
        let egress = FirewallSettings.Egress(
            name: "names",
            destinations: [everybody],
            transport: .udp,
            port: 53,
            span: model.span
        )
        return subject.replacing(host.with(firewall: FirewallSettings(egress: model.firewall.egress + [egress])))
    }
}
