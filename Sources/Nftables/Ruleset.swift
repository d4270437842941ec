/// The rules of one table, as Picket writes them: always `inet picket`, nobody else's.
///
/// Prints as a file for `nft -f` that replaces the table in one transaction and leaves every other table alone.
package struct Ruleset: Hashable, Sendable {
    /// The one table that Picket owns, in nft syntax.
    package static let table = "inet picket"

    /// Lines of comment on top of the file, without the `#`.
    package var header: [String]
    package var counters: [CounterName]
    package var sets: [NamedSet]
    package var chains: [Chain]

    package init(header: [String], counters: [CounterName], sets: [NamedSet], chains: [Chain]) {
        self.header = header
        self.counters = counters
        self.sets = sets
        self.chains = chains
    }
}

/// The name of a counter object of the table.
package struct CounterName: Hashable, Sendable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(stringLiteral value: String) {
        self.rawValue = value
    }

    package var description: String { self.rawValue }
}
