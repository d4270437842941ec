extension RulesetListing {
    /// libnftables JSON, as for `nft -j -f`: what it adds to an empty ruleset is listed as this again, and reads back equal.
    ///
    /// Handles are left out, because the kernel gives them, and counters begin at nothing.
    ///
    /// - Throws: What was not kept in full when the listing was read, rather than to print something else.
    package var json: String {
        get throws(UnprintableListing) {
            var text = ""
            JSONValue.tagged("nftables", .array(try ListingPrinter().objects(of: self))).write(to: &text)
            return text
        }
    }
}

extension Ruleset {
    /// libnftables JSON, as for `nft -j -f`, that does what the text does: replaces the table in one transaction.
    ///
    /// `nil` where the text holds rules that somebody else wrote.
    package var json: String? {
        guard let listing = self.listing, let table = listing.tables.first,
            let objects = try? ListingPrinter().objects(of: listing)
        else { return nil }
        let name: JSONValue = .object([("family", .string(table.family)), ("name", .string(table.name))])
        let replacement: [JSONValue] = [
            .tagged("add", .tagged("table", name)), .tagged("delete", .tagged("table", name)),
        ]
        var text = ""
        JSONValue.tagged("nftables", .array(replacement + objects)).write(to: &text)
        return text
    }
}
