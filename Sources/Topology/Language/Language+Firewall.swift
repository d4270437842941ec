extension Language {
    static let firewall = MapDescription(
        "firewall",
        "'firewall'",
        "What the firewall lets through beyond what follows from the links. Everything else is dropped and counted.",
        keys: [
            KeyDescription(
                "administration",
                .list(.source, of: "addresses and prefixes"),
                default: "nobody",
                "who may reach ssh",
                example: "administration: [203.0.113.0/24, '2001:db8::/48']"
            ),
            KeyDescription(
                "monitoring",
                .map(Self.monitoring),
                default: "nobody",
                "who may read a port that measures",
                example: "monitoring: { from: [10.1.10.9], port: 9100 }"
            ),
            KeyDescription(
                "egress",
                .map(Self.egress),
                default: "only what the links need",
                "services that the host may use",
                example: "egress: { ntp: { to: [10.1.10.1], protocol: udp, port: 123 } }"
            ),
            KeyDescription(
                "limits",
                .map(Self.limits),
                "ceilings for strangers on a public server",
                example: "limits: { per_source: 4 }"
            ),
            KeyDescription(
                "log",
                .map(Self.log),
                "how much of what is dropped the kernel's log hears of",
                example: "log: { per_minute: 10 }"
            ),
            KeyDescription(
                "anti_spoofing",
                .flag,
                default: "true",
                "whether a packet from a private segment must come in by the interface that leads there; 'false' where routes differ in their two directions",
                example: "anti_spoofing: false"
            ),
            KeyDescription(
                "syn_proxy",
                .flag,
                default: "false",
                "whether the kernel completes strangers' handshakes before a public server hears of them",
                example: "syn_proxy: true"
            ),
            KeyDescription(
                "rules",
                .map(Self.rules),
                "rules of one's own, at named points among Picket's",
                example: "rules: { input: ['ip saddr 203.0.113.0/24 drop'] }"
            ),
        ]
    )

    static let monitoring = MapDescription(
        "firewall.monitoring",
        "'monitoring'",
        "A port that measures, and who may read it.",
        keys: [
            KeyDescription(
                "from",
                .list(.source, of: "addresses and prefixes"),
                isRequired: true,
                "who may read it",
                example: "from: [10.1.10.9]"
            ),
            KeyDescription("port", .port, isRequired: true, "the TCP port", example: "port: 9100"),
        ]
    )

    static let egress = MapDescription(
        "firewall.egress",
        "'egress'",
        "Services that the host may use, by a name for people.",
        others: .init(
            "NAME",
            pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            KeyDescription(
                "NAME",
                .map(Self.service),
                "a service",
                example: "ntp: { to: [10.1.10.1], protocol: udp, port: 123 }"
            )
        )
    )

    static let service = MapDescription(
        "firewall.egress.NAME",
        "a service",
        "One service that the host may use.",
        keys: [
            KeyDescription(
                "to",
                .list(.source, of: "addresses and prefixes"),
                isRequired: true,
                "where it is; at least one",
                example: "to: [10.1.10.1]"
            ),
            KeyDescription(
                "protocol",
                Self.transport,
                default: FirewallSettings.TransportProtocol.tcp.rawValue,
                "how it is spoken to",
                example: "protocol: udp"
            ),
            KeyDescription("port", .port, isRequired: true, "its port", example: "port: 123"),
        ]
    )

    static let transport = ValueType.choice(
        "a protocol",
        FirewallSettings.TransportProtocol.allCases.map(\.rawValue)
    )

    static let limits = MapDescription(
        "firewall.limits",
        "'limits'",
        "Ceilings for strangers on a public server. The server itself has none, so the kernel keeps them.",
        keys: [
            Self.limit("total", "connections of all strangers together", "what the slot budget leaves them", 200),
            Self.limit("per_source", "connections of one address", "as the compiler sets it", 4),
            Self.limit("per_prefix", "connections of one /24", "as the compiler sets it", 16),
            Self.limit("new_per_minute", "new connections of one address in a minute", "as the compiler sets it", 30),
        ]
    )

    private static func limit(_ name: String, _ summary: String, _ defaultValue: String, _ value: Int) -> KeyDescription
    {
        KeyDescription(name, .number(1...65_535), default: defaultValue, summary, example: "\(name): \(value)")
    }

    static let log = MapDescription(
        "firewall.log",
        "'log'",
        "What is dropped at the end of a chain, at a tripwire or as spoofed is written to the kernel's log, a little of it.",
        keys: [
            KeyDescription(
                "per_minute",
                .number(0...1000),
                default: "\(FirewallSettings.defaultLogsPerMinute)",
                "packets that each dropping rule may log in a minute; 0 for none",
                example: "per_minute: 0"
            )
        ]
    )

    static let rules = MapDescription(
        "firewall.rules",
        "'rules'",
        "Rules as nft text, one line each, by the point where they stand; with numbers for hosts, ports and users, whose names the host would look up when it boots.",
        keys: [
            Self.rule(
                .inputFirst,
                "for what comes in, behind loopback and administration, before everything else; it sees answers, too",
                "ip saddr 10.9.0.0/16 drop"
            ),
            Self.rule(
                .input,
                "for what comes in and begins something, behind monitoring, before the peer port",
                "ip saddr 203.0.113.0/24 drop"
            ),
            Self.rule(.inputLast, "for what comes in and would be dropped", "udp dport 137-138 drop"),
            Self.rule(.forward, "for what passes through", "ip daddr 10.1.12.0/24 accept"),
            Self.rule(
                .outputFirst,
                "for what goes out, behind loopback, before everything else; it sees answers, too",
                "meta skuid 1001 drop"
            ),
            Self.rule(
                .output,
                "for what goes out and begins something, behind links and egress",
                "ip daddr 10.1.10.9 tcp dport 514 accept"
            ),
            Self.rule(
                .outputLast,
                "for what goes out, before the last verdict: a drop on hidden hosts, an accept on public ones",
                "tcp dport 25 drop"
            ),
        ]
    )

    private static func rule(
        _ point: FirewallSettings.ExtraRule.Point,
        _ summary: String,
        _ text: String
    ) -> KeyDescription {
        KeyDescription(
            point.rawValue,
            .list(.text("a rule"), of: "rules"),
            default: "none",
            summary,
            example: "\(point.rawValue): ['\(text)']"
        )
    }
}
