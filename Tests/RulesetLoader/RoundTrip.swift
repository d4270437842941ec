internal import Nftables

/// Whether the model of a ruleset, its text, its JSON and the kernel all say the same.
struct RoundTrip {
    /// The text is none that the model can read.
    struct Unread: Error {}

    /// Somebody else's table, which nothing may change.
    private static let stranger = "table inet somebody { chain input { type filter hook input priority 0; }; }"

    let path: String
    let ruleset: Ruleset
    /// What the model foretells.
    let foretold: RulesetListing
    /// What the kernel lists after loading the text.
    let listed: RulesetListing

    private(set) var complaints: [String] = []

    /// - Parameter isMisread: The model overlooks the last rule of each chain, so that the comparison must fail.
    init(_ path: String, _ text: String, isMisread: Bool, _ context: borrowing NftablesContext) throws {
        guard var ruleset = Ruleset(text: text) else { throw Unread() }
        if isMisread {
            for chain in ruleset.main.chains.indices { ruleset.main.chains[chain].rules.removeLast() }
        }
        guard let foretold = ruleset.listing else { throw Unread() }
        self.path = path
        self.ruleset = ruleset
        self.foretold = foretold
        try context.run("flush ruleset")
        try context.run(text)
        self.listed = try Self.listing(context)
        self.expect(self.listed.isSame(as: foretold), "\(ListingDifference(expected: foretold, found: self.listed))")
        self.expect(Self.handles(self.listed) == Self.handles(foretold), "the kernel numbers rules otherwise")
        try self.checkJSON(context)
    }

    /// Loads the JSON of the model, alone and in place of a table that is there.
    private mutating func checkJSON(_ context: borrowing NftablesContext) throws {
        let json = try self.foretold.json
        self.expect(try RulesetListing(json: json.utf8).isSame(as: self.foretold), "its JSON reads back as another")
        let relisted = try self.listed.json
        self.expect(
            try RulesetListing(json: relisted.utf8).isSame(as: self.listed),
            "the listing's JSON reads back as another"
        )
        try context.run("flush ruleset")
        try context.run(json, format: .json)
        self.expect(try Self.listing(context).isSame(as: self.foretold), "the kernel makes something else of its JSON")

        guard let replacement = self.ruleset.json else {
            self.complaints.append("\(self.path): it has no JSON")
            return
        }
        try context.run("insert rule \(Ruleset.table) input accept\n\(Self.stranger)")
        try context.run(replacement, format: .json)
        let tables = try Self.listing(context).tables
        let ours = RulesetListing(
            tables: tables.filter { [Ruleset.table, Ruleset.slotsTable].contains("\($0.family) \($0.name)") }
        )
        self.expect(ours.isSame(as: self.foretold), "its JSON does not replace what was there")
        self.expect(tables.count == self.foretold.tables.count + 1, "its JSON changes other tables")
    }

    private mutating func expect(_ condition: Bool, _ complaint: String) {
        if !condition { self.complaints.append("\(self.path): \(complaint)") }
    }

    private static func listing(_ context: borrowing NftablesContext) throws -> RulesetListing {
        try RulesetListing(json: context.run("list ruleset", format: .json).utf8)
    }

    private static func handles(_ listing: RulesetListing) -> [Int] {
        listing.tables.flatMap(\.chains).flatMap(\.rules).map(\.handle)
    }
}
