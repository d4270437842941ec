internal import Skywelld

extension Language {
    static let daemon = MapDescription(
        "daemon",
        "'daemon'",
        "The generation of the server, and sections of skywelld.cfg. A text is a section of one line, a list one of "
            + "several, a map one of 'key = value' lines. What follows from the topology cannot be set here. Sections whose "
            + "name begins with 'port_' are further ports.",
        keys: [
            KeyDescription(
                "dialect",
                .choice("a dialect", Dialect.allCases.map(\.rawValue)),
                default: Dialect.both.rawValue,
                "the generation of the server; 'both' satisfies either",
                example: "dialect: truechain"
            )
        ],
        others: .init(
            "SECTION",
            pattern: "^(" + Self.sectionPatterns.joined(separator: "|") + ")$",
            KeyDescription(
                "SECTION",
                .either([
                    .text("a text"), .list(.text("a line"), of: "lines"), .map(Self.section),
                ]),
                isTemplate: true,
                "a section to pass through; a secret one takes file:PATH or env:NAME only",
                example: "sntp_servers: [10.1.10.1]"
            )
        )
    )

    static let section = MapDescription(
        "daemon.SECTION",
        "a section",
        "The 'key = value' lines of one section.",
        others: .init(
            "KEY",
            pattern: "^[A-Za-z][A-Za-z0-9_]*$",
            KeyDescription(
                "KEY",
                .text("a text"),
                isTemplate: true,
                "the value of a line",
                example: "path: /var/lib/skywelld/db"
            )
        )
    )

    /// The sections that may be passed through.
    static let sections = KnownSections.all.filter { $0.owner != .picket }.map(\.name)

    private static let sectionPatterns = Self.sections + ["fee_[a-z0-9_]+", "path_search[a-z0-9_]*", "port_[a-z0-9_]+"]
}
