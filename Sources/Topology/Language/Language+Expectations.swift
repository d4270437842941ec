extension Language {
    static let expectation = MapDescription(
        "expect",
        "an expectation",
        "One claim in one's own words: exactly one of these keys.",
        keys: [
            KeyDescription(
                "deny",
                .map(Self.flow),
                "no packet of the flow gets through",
                example: "deny: { from: stranger, to: validator-1, port: 50333 }"
            ),
            KeyDescription(
                "allow",
                .map(Self.flow),
                "every packet of the flow gets through",
                example: "allow: { from: sentry-1, to: sentry-2, port: 50333 }"
            ),
            KeyDescription(
                "hidden",
                .list(.name("the name of a host"), of: "host names"),
                isTemplate: true,
                "the hosts are hidden as validators are",
                example: "hidden: [validator-1]"
            ),
            KeyDescription(
                "survives",
                .map(Self.loss),
                "every validator keeps a link when this is lost",
                example: "survives: { sentries: 1 }"
            ),
        ]
    )

    /// Ends of a flow that are no names.
    static let partyWords: Set<String> = ["any", "stranger"]

    static let flow = MapDescription(
        "expect.deny",
        "a flow",
        "New connections from somewhere to somewhere, for 'deny' and 'allow'. An end is any, stranger (anybody but our "
            + "own hosts), a host, a segment, an address or a prefix.",
        keys: [
            KeyDescription("from", .party, isRequired: true, "where it begins", example: "from: stranger"),
            KeyDescription("to", .party, isRequired: true, "where it ends", example: "to: validator-1"),
            KeyDescription(
                "protocol",
                Self.transport,
                default: FirewallSettings.TransportProtocol.tcp.rawValue,
                "its protocol",
                example: "protocol: udp"
            ),
            KeyDescription("port", .port, default: "every port", "its destination port", example: "port: 50333"),
        ]
    )

    static let loss = MapDescription(
        "expect.survives",
        "a loss",
        "What fails at the same time: exactly one of these keys.",
        keys: [
            KeyDescription("sentries", .number(1...1_000), "any so many sentries", example: "sentries: 1"),
            KeyDescription("zones", .number(1...1_000), "any so many zones", example: "zones: 1"),
            KeyDescription(
                "hosts",
                .list(.name("the name of a host"), of: "host names"),
                isTemplate: true,
                "these hosts",
                example: "hosts: [sentry-1]"
            ),
        ]
    )
}
