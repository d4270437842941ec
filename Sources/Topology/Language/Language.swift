/// The description of the topology language: what the reader knows, and what schema and documentation are made of.
package enum Language {
    /// The version that is spoken here.
    static let version = "1"

    /// A topology file.
    package static let file = MapDescription(
        "",
        "a topology",
        "A topology file says which hosts there are, which networks they are on, and what they are for.",
        keys: [
            KeyDescription(
                "picket",
                .version,
                isRequired: true,
                "the version of the language; 1 is the only one",
                example: "picket: 1"
            ),
            KeyDescription(
                "network",
                .name("the name of the network"),
                isRequired: true,
                "the name of the network; a lab derives its throw-away keys from it",
                example: "network: quickstart"
            ),
            KeyDescription(
                "segments",
                .map(Self.segments),
                isRequired: true,
                "the networks that hosts attach to",
                example: "segments: { backbone: { cidr: 10.1.10.0/24 } }"
            ),
            KeyDescription(
                "defaults",
                .map(Self.defaults),
                "settings of every host that nothing nearer gives",
                example: "defaults: { zone: site-a, peer_port: 50333 }"
            ),
            KeyDescription(
                "roles",
                .map(Self.roles),
                "settings of every host of a role; nearer than 'defaults'",
                example: "roles: { sentry: { firewall: { limits: { per_source: 4 } } } }"
            ),
            KeyDescription(
                "groups",
                .map(Self.groups),
                "settings of every host of a group; nearer than 'roles'",
                example: "groups: { north: { zone: site-b } }"
            ),
            KeyDescription(
                "hosts",
                .map(Self.hosts),
                isRequired: true,
                "the hosts; the order of the file is the order of everything",
                example: "hosts: { sentry-1: { role: sentry, internet: 198.51.100.11 } }"
            ),
            KeyDescription(
                "trust",
                .map(Self.trust),
                default: "every validator of the file",
                "whose validations the servers believe",
                example: "trust: { scope: group }"
            ),
        ] + Self.blocks + [
            KeyDescription(
                "expect",
                .list(.map(Self.expectation), of: "expectations"),
                default: "nothing further",
                "further claims to prove",
                example: "expect: [{ hidden: [validator-1] }]"
            )
        ]
    )

    /// Settings of hosts that may also stand at the top of the file, where they are the farthest.
    static let blocks = [
        KeyDescription(
            "daemon",
            .map(Self.daemon),
            "the generation of the server, and sections of skywelld.cfg to pass through",
            example: "daemon: { dialect: truechain }"
        ),
        KeyDescription(
            "firewall",
            .map(Self.firewall),
            "who may reach what, beyond what follows from the links",
            example: "firewall: { administration: [203.0.113.0/24] }"
        ),
        KeyDescription(
            "secrets",
            .map(Self.secrets),
            default: "the key store beside the file",
            "where seeds come from; never the seeds themselves",
            example: "secrets: { store: keys }"
        ),
        KeyDescription(
            "ssh",
            .map(Self.ssh),
            default: "a host of the lab only",
            "how to reach the real host",
            example: "ssh: { user: operator, port: 22 }"
        ),
    ]

    static let segments = MapDescription(
        "segments",
        "'segments'",
        "The networks that hosts attach to. A segment's name is also the name of the interface that hosts have on it.",
        others: .init(
            "SEGMENT",
            pattern: "^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$",
            KeyDescription(
                "SEGMENT",
                .map(Self.segment),
                "a network",
                example: "backbone: { cidr: 10.1.10.0/24 }"
            )
        )
    )

    static let segment = MapDescription(
        "segments.SEGMENT",
        "a segment",
        "One network, public or private.",
        keys: [
            KeyDescription(
                "public",
                .flag,
                default: "false",
                "whether strangers are on it: the Internet",
                example: "public: true"
            ),
            KeyDescription(
                "cidr",
                .either([.prefix, .list(.prefix, of: "prefixes")]),
                isRequired: true,
                "its prefixes of either family, at least one of them IPv4",
                example: "cidr: [10.1.10.0/24, 'fd00:10::/64']"
            ),
            KeyDescription(
                "latency",
                .duration,
                default: "none",
                "how long a packet takes one way, for simulation only",
                example: "latency: 20ms"
            ),
        ]
    )
}
