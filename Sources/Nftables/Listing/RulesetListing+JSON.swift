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
    /// libnftables JSON, as for `nft -j -f`, that replaces our tables in one transaction, as the text does, but for one thing:
    /// what was counted is lost. nft 1.0.6 cannot declare a set in JSON that rules add to and that is there already
    /// (``ListedTable/nameDynamicSets()``), so the table of slots is new as well. Hosts load the text.
    ///
    /// `nil` where the text holds rules that somebody else wrote.
    package var json: String? {
        guard let listing = self.listing, let objects = try? ListingPrinter().objects(of: listing) else { return nil }
        let replacement = [Self.table, Self.slotsTable].flatMap { table in
            let words = table.split(separator: " ").map(String.init)
            let name = JSONValue.object([("family", .string(words[0])), ("name", .string(words[1]))])
            return ["add", "delete"].map { JSONValue.tagged($0, .tagged("table", name)) }
        }
        var text = ""
        JSONValue.tagged("nftables", .array(replacement + objects)).write(to: &text)
        return text
    }
}
