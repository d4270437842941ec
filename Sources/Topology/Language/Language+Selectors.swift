extension Language {
    static let selectors = Self.selectorMap(
        "sentries",
        keys: ["group", "zone"],
        example: "select: ['s-*', zone=site-a]"
    )
    static let peerSelectors = Self.selectorMap(
        "peers",
        keys: ["group", "zone", "role"],
        example: "select: [hub-1, role=external]"
    )

    /// A list of selectors, or a map that says more.
    static func selectorType(_ name: String, _ map: MapDescription, keys: [String]) -> ValueType {
        .either([.list(.selector(keys), of: "host names"), .map(map)])
    }

    private static func selectorMap(_ name: String, keys: [String], example: String) -> MapDescription {
        MapDescription(
            name,
            "'\(name)'",
            "Which hosts are dialled: \(name == "peers" ? "'peers'" : "'sentries' and 'relays'") in the form of a map. "
                + "Instead of the map, the list of 'select' alone will do.",
            keys: [
                KeyDescription(
                    "select",
                    .list(.selector(keys), of: "host names"),
                    default: "as without '\(name)'",
                    isTemplate: true,
                    "hosts by name, by a pattern with * and ?, or by key=value; all that one of them chooses",
                    example: example
                ),
                KeyDescription(
                    "at_least",
                    .number(1...1_000),
                    default: "1",
                    "how many must be chosen",
                    example: "at_least: 2"
                ),
                KeyDescription(
                    "spread_over",
                    .choice("what to spread over", ["zone"]),
                    "they must not all be in one zone",
                    example: "spread_over: zone"
                ),
                KeyDescription(
                    "via",
                    .name("the name of a segment"),
                    default: "the one private segment in common, otherwise the one public",
                    "the segment to dial over",
                    example: "via: backbone"
                ),
            ]
        )
    }
}
