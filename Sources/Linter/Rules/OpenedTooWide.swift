internal import Addressing
package import Diagnostics
internal import Topology

/// What the topology opens on a hidden host is for few, and is never the peer port.
package enum OpenedTooWide: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1604"),
        .error,
        "administration or monitoring opens a hidden host to strangers",
        cause:
            "On a validator or relay, 'administration' or 'monitoring' names a source that holds a whole public segment or more than a 256th of all addresses, or a port that is the peer port.",
        reason:
            "Those sources come before the rules that drop everybody else. A peer port that strangers reach lists the sentries and marks the host (skywelld reference §9, L6 and L16).",
        cure: "Name the addresses that really administer or monitor, and another port."
    )
    package static let fault = "monitoring of a validator is open to everybody"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden, let model = host.model else { return }
        let firewall = model.firewall
        let publicPrefixes = subject.topology?.segments.filter(\.isPublic).flatMap(\.prefixes) ?? []
        for source in firewall.administration + (firewall.monitoring?.sources ?? [])
        where Self.isWide(source.prefix, publicPrefixes) {
            findings.add(
                self.info,
                host,
                at: source.span,
                "'\(host.name)' is open to \(source.prefix), which strangers are in",
                label: "strangers are among these",
                help: "name the addresses that administer or monitor it"
            )
        }
        let ports = [
            (model.ssh.map(\.port), firewall.administration),
            (firewall.monitoring?.port, firewall.monitoring?.sources ?? []),
        ]
        for (port, sources) in ports where port == model.peerPort && !sources.isEmpty {
            findings.add(
                self.info,
                host,
                at: sources[0].span,
                "'\(host.name)' opens its peer port \(model.peerPort) to more than its diallers",
                label: "these reach the peer port",
                help: "use another port for ssh or monitoring"
            )
        }
    }

    /// A 256th of all addresses of a family, or a whole public segment.
    private static func isWide(_ prefix: IPPrefix, _ publicPrefixes: [IPv4Prefix]) -> Bool {
        switch prefix {
        case .ipv4(let prefix):
            prefix.length < 8
                || publicPrefixes.contains { $0.length >= prefix.length && prefix.contains($0.network) }
        case .ipv6(let prefix):
            prefix.length < 8
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let host = subject.hosts.first(where: { $0.role.isHidden && $0.model != nil }), let model = host.model,
            let everybody = IPPrefix("0.0.0.0/0"), let port = Port("9100")
        else { return nil }
        let monitoring = FirewallSettings.Monitoring(
            sources: [FirewallSettings.Source(everybody, at: model.span)],
            port: port
        )
        let firewall = FirewallSettings(
            administration: model.firewall.administration,
            monitoring: monitoring,
            egress: model.firewall.egress,
            ceilings: model.firewall.ceilings,
            rules: model.firewall.rules,
            logsPerMinute: model.firewall.logsPerMinute,
            refusesSpoofing: model.firewall.refusesSpoofing,
            proxiesOpenings: model.firewall.proxiesOpenings
        )
        return subject.replacing(host.with(firewall: firewall))
    }
}
