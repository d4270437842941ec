internal import Addressing

extension Language {
    /// The settings that every level has.
    static let settings =
        [
            KeyDescription(
                "zone",
                .name("the name of a zone"),
                isTemplate: true,
                "the failure domain: what fails together, such as a provider or a site",
                example: "zone: site-a"
            ),
            KeyDescription(
                "peer_port",
                .port,
                default: Host.defaultPeerPort.description,
                isTemplate: true,
                "where the server listens for peers",
                example: "peer_port: 51235"
            ),
            KeyDescription(
                "sentries",
                Self.selectorType("sentries", Self.selectors, keys: ["group", "zone"]),
                default: "every sentry of the group",
                isTemplate: true,
                "the sentries that a validator or a relay dials; on a validator, it does without relays",
                example: "sentries: { select: ['s-*', zone=site-a], at_least: 2 }"
            ),
            KeyDescription(
                "relays",
                Self.selectorType("relays", Self.selectors, keys: ["group", "zone"]),
                default: "every relay of the group",
                isTemplate: true,
                "the relays that a validator dials instead of sentries; [] for none",
                example: "relays: [r-1]"
            ),
            KeyDescription(
                "peers",
                Self.selectorType("peers", Self.peerSelectors, keys: ["group", "zone", "role"]),
                default: "servers of the next group, and the externals of the group",
                isTemplate: true,
                "the public servers that a sentry or a hub dials besides those of its group",
                example: "peers: [hub-1, role=external]"
            ),
        ] + Self.blocks

    private static let role = KeyDescription(
        "role",
        .choice("a role", Role.allCases.map(\.rawValue)),
        "what the host is for; every host needs one, from here or from farther away",
        example: "role: sentry"
    )

    private static let group = KeyDescription(
        "group",
        .name("the name of a group"),
        default: GroupName.default.rawValue,
        isTemplate: true,
        "the hosts that it belongs together with",
        example: "group: north"
    )

    static let host = MapDescription(
        "hosts.HOST",
        "a host",
        "One host, or as many as the ranges and lists in its name stand for. Besides settings, it has the names of "
            + "segments as keys, with its address on each.",
        keys: [Self.role, Self.group] + Self.settings,
        others: .init(
            "SEGMENT",
            pattern: "^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$",
            KeyDescription(
                "SEGMENT",
                .either([.address, .list(.address, of: "addresses")]),
                isTemplate: true,
                "its address on that segment: one IPv4 address, or a list of that and an IPv6 address",
                example: "backbone: 10.1.10.51"
            )
        )
    )

    static let hosts = MapDescription(
        "hosts",
        "'hosts'",
        "The hosts by name. A range {1..3} or a list {a,b} in a name stands for several hosts; ranges and lists in their "
            + "values run in step with it.",
        others: .init(
            "HOST",
            pattern: "^[a-z0-9{}.,-]+$",
            KeyDescription(
                "HOST",
                .map(Self.host),
                "a host, or several",
                example: "sentry-{1..2}: { role: sentry, internet: '198.51.100.{11..12}' }"
            )
        )
    )

    static let defaults = MapDescription(
        "defaults",
        "'defaults'",
        "Settings of every host. Maps merge key by key over all levels; lists and single values replace each other.",
        keys: [Self.role, Self.group] + Self.settings
    )

    static let roleSettings = MapDescription(
        "roles.ROLE",
        "a role",
        "Settings of every host of one role.",
        keys: Self.settings
    )

    static let roles = MapDescription(
        "roles",
        "'roles'",
        "Settings by role.",
        others: .init(
            "ROLE",
            pattern: "^(" + Role.allCases.map(\.rawValue).joined(separator: "|") + ")$",
            KeyDescription(
                "ROLE",
                .map(Self.roleSettings),
                "settings of the hosts of that role",
                example: "sentry: { peer_port: 50334 }"
            )
        )
    )

    static let groupSettings = MapDescription(
        "groups.GROUP",
        "a group",
        "Settings of every host of one group. A group need not be listed to be used.",
        keys: [Self.role] + Self.settings
    )

    static let groups = MapDescription(
        "groups",
        "'groups'",
        "Settings by group.",
        others: .init(
            "GROUP",
            pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
            KeyDescription(
                "GROUP",
                .map(Self.groupSettings),
                "settings of the hosts of that group",
                example: "north: { zone: site-b }"
            )
        )
    )
}
