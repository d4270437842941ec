import Addressing
import Diagnostics
import Skywelld
import Testing

@testable import Topology

/// A topology with every role and every setting, made from the model: two groups, a relay, a hub and a peer that is not
/// ours. Each host has a line of its own in the file that it seems to come from.
enum FullTopology {
    /// - Parameter trust: `nil` for one that names a foreign validator.
    static func make(trust: Trust? = nil) throws -> Topology {
        let hosts = try [
            self.host("n-v", .validator, "north", line: 10, ["backbone": "10.1.10.51"], relays: ["n-r"]) { settings in
                settings.secrets = SecretSettings(nodeSeed: .environment("NODE", self.span(50)))
                settings.daemon = try self.validatorDaemon()
            },
            self.host("n-r", .relay, "north", line: 11, ["backbone": "10.1.10.70", "dmz": "10.2.0.70"]),
            self.host("n-s-1", .sentry, "north", line: 12, ["dmz": "10.2.0.61", "internet": "198.51.100.11"]) {
                settings in
                settings.firewall = try self.sentryFirewall()
                settings.daemon = try self.sentryDaemon()
                settings.ssh = SSHSettings(port: 2222)
            },
            self.host("n-s-2", .sentry, "north", line: 13, ["dmz": "10.2.0.62", "internet": "198.51.100.12"]),
            self.host("s-v", .validator, "south", line: 14, ["internet": "198.51.100.80"]) { settings in
                settings.firewall = try self.validatorFirewall()
            },
            self.host("s-s", .sentry, "south", line: 15, ["internet": "198.51.100.21"]),
            self.host("s-hub", .hub, "south", line: 16, ["internet": "198.51.100.40"]) { $0.peerPort = 5_050 },
            self.host("partner", .external, "south", line: 17, ["internet": "198.51.100.99"]),
        ]
        let links = try [
            self.link("n-v", "n-r", .service, hosts), self.link("n-r", "n-s-1", .service, hosts),
            self.link("n-r", "n-s-2", .service, hosts), self.link("n-s-1", "n-s-2", .fellow, hosts),
            self.link("n-s-1", "s-s", .bridge, hosts), self.link("s-v", "s-s", .service, hosts),
            self.link("s-s", "s-hub", .fellow, hosts), self.link("s-hub", "partner", .chosen, hosts),
        ]
        let foreign = NodeKey(seed: Seed(passphrase: "partner")).publicKey
        return Topology(
            network: try #require(NetworkName("full")),
            segments: try [
                self.segment("internet", ["198.51.100.0/24"], isPublic: true, line: 4),
                self.segment("backbone", ["10.1.10.0/24"], isPublic: false, line: 5),
                self.segment("dmz", ["10.2.0.0/24", "10.3.0.0/16"], isPublic: false, line: 6),
            ],
            hosts: hosts,
            links: links,
            trust: trust ?? Trust(foreign: [Trust.Validator(name: "partner-a", key: foreign, span: self.span(30))])
        )
    }

    /// What a host has beyond its name, role, group and addresses.
    struct Settings {
        var peerPort: Port = 50333
        var daemon = DaemonSettings()
        var firewall = FirewallSettings()
        var secrets = SecretSettings()
        var ssh: SSHSettings?
    }

    static func span(_ line: Int) -> SourceSpan {
        SourceSpan(start: SourcePosition(line: line, column: 3), end: SourcePosition(line: line, column: 9))
    }

    static func prefix(_ text: String) throws -> IPPrefix {
        try #require(IPPrefix(text))
    }

    private static func sentryFirewall() throws -> FirewallSettings {
        FirewallSettings(
            administration: try [
                .init(self.prefix("203.0.113.0/24"), at: self.span(20)),
                .init(self.prefix("2001:db8::/48"), at: self.span(20)),
            ],
            monitoring: .init(
                sources: try [
                    .init(self.prefix("10.2.0.0/24"), at: self.span(21)),
                    .init(self.prefix("10.2.0.9"), at: self.span(21)),
                    .init(self.prefix("2001:db8:1::9"), at: self.span(21)),
                ],
                port: 9_100
            ),
            egress: try [
                .init(
                    name: "ntp",
                    destinations: [self.prefix("10.2.0.1"), self.prefix("2001:db8::123")],
                    transport: .udp,
                    port: 123,
                    span: self.span(22)
                )
            ],
            ceilings: .init(total: 200, perSource: 4, perPrefix: 16, newPerMinute: 30),
            rules: [
                .init(point: .input, text: "ip saddr 10.2.0.9 tcp dport 9200 accept", span: self.span(24)),
                .init(point: .output, text: "ip daddr 10.2.0.9 accept comment \"backup\"", span: self.span(25)),
                .init(point: .forward, text: "ip saddr 10.2.0.9 counter drop", span: self.span(26)),
            ]
        )
    }

    private static func validatorFirewall() throws -> FirewallSettings {
        FirewallSettings(
            administration: [.init(try self.prefix("192.0.2.7"), at: self.span(27))],
            egress: [
                .init(
                    name: "dns",
                    destinations: [try self.prefix("192.0.2.53")],
                    transport: .tcp,
                    port: 53,
                    span: self.span(28)
                )
            ]
        )
    }

    private static func sentryDaemon() throws -> DaemonSettings {
        DaemonSettings(sections: [
            .init(name: "node_db", lines: [.text("type = NuDB"), .text("path = /srv/db")], span: self.span(40)),
            .init(name: "node_size", lines: [.text("medium")], span: self.span(41)),
            .init(
                name: "port_ws_public",
                lines: [
                    .text("ip = 198.51.100.11"), .text("port = 5020"), .text("protocol = ws"), .text("user = u"),
                    .text("password = hunter2"),
                ],
                span: self.span(42)
            ),
        ])
    }

    private static func validatorDaemon() throws -> DaemonSettings {
        DaemonSettings(sections: [
            .init(
                name: "mysql_config",
                lines: [.text("host=db password=hunter2"), .secret(.file("secrets/mysql.txt", self.span(43)))],
                span: self.span(43)
            )
        ])
    }

    private static func host(
        _ name: String,
        _ role: Role,
        _ group: String,
        line: Int,
        _ addresses: KeyValuePairs<String, String>,
        relays: [String] = [],
        _ change: (inout Settings) throws -> Void = { _ in }
    ) throws -> Host {
        var settings = Settings()
        try change(&settings)
        return Host(
            name: try #require(HostName(name)),
            role: role,
            group: try #require(GroupName(group)),
            peerPort: settings.peerPort,
            attachments: try addresses.map { segment, address in
                Attachment(
                    segment: try #require(SegmentName(segment)),
                    address: try #require(IPv4Address(address)),
                    span: self.span(line)
                )
            },
            relays: try relays.map { try #require(HostName($0)) },
            daemon: settings.daemon,
            firewall: settings.firewall,
            secrets: settings.secrets,
            ssh: settings.ssh,
            span: self.span(line),
            roleSpan: self.span(line)
        )
    }

    private static func segment(_ name: String, _ prefixes: [String], isPublic: Bool, line: Int) throws -> Segment {
        Segment(
            name: try #require(SegmentName(name)),
            prefixes: try prefixes.map { try #require(IPv4Prefix($0)) },
            isPublic: isPublic,
            span: self.span(line)
        )
    }

    private static func link(_ dialler: String, _ listener: String, _ kind: Link.Kind, _ hosts: [Host]) throws -> Link {
        let from = try #require(hosts.first { $0.name.rawValue == dialler })
        let to = try #require(hosts.first { $0.name.rawValue == listener })
        let attachment = try #require(from.attachments.first { to.address(on: $0.segment) != nil })
        return Link(
            dialler: from.name,
            listener: to.name,
            kind: kind,
            segment: attachment.segment,
            endpoint: Endpoint(try #require(to.address(on: attachment.segment)), to.peerPort),
            source: attachment.address,
            span: from.span
        )
    }
}
