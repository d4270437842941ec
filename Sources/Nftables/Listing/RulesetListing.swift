/// A host's whole ruleset as the kernel holds it: what `nft -j list ruleset` prints.
package struct RulesetListing: Hashable, Sendable {
    /// In the order of the listing.
    package var tables: [ListedTable]
    /// What the text that was loaded took from the machine; empty where that is not known.
    package internal(set) var needs: [LoadingNeed] = []

    package init(tables: [ListedTable]) {
        self.tables = tables
    }

    /// Reads libnftables JSON.
    ///
    /// Objects that decide nothing by themselves (counters, limits, helpers, …) are skipped.
    ///
    /// - Parameter json: UTF-8.
    package init(json: some Sequence<UInt8>) throws(ListingError) {
        let tape = try JSONTape(Array(json))
        self = try ListingReader(tape).ruleset()
    }
}
