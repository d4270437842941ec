/// The rules of Picket's own tables, as Picket writes them: `inet picket` and `inet picket-slots`, nobody else's.
///
/// Prints as a file for `nft -f` that brings both tables about in one transaction and leaves every other table alone.
package struct Ruleset: Hashable, Sendable {
    /// The table of all rules but those of ``slotsTable``, in nft syntax. The file replaces it.
    package static let table = "inet picket"
    /// The table that knows which strangers hold slots, in nft syntax. The file writes its rules anew and leaves the sets
    /// that rules fill as they are, so that what they hold outlives a reload.
    package static let slotsTable = "inet picket-slots"
    /// Of both tables.
    static let family = "inet"

    /// Lines of comment on top of the file, without the `#`.
    package var header: [String]
    package var main: Table
    /// ``slotsTable``; `nil` for a host that has none: the file removes it.
    package var slots: Table?

    package init(header: [String], main: Table, slots: Table? = nil) {
        self.header = header
        self.main = main
        self.slots = slots
    }

    /// In the order of the file.
    var tables: [(name: String, table: Table)] {
        [(Self.table, self.main)] + (self.slots.map { [(Self.slotsTable, $0)] } ?? [])
    }
}

/// The name of a counter object of a table.
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
