internal import Nftables

/// Whether the kernel makes the same of a listing's JSON, for rules that somebody else wrote.
///
/// What was not kept in full must refuse to be printed; it is left out, and the rest must be whole.
enum Reprint {
    /// - Returns: How many rules were printed, and how many of the listing were not.
    static func check(_ text: String, _ context: borrowing NftablesContext) throws -> (printed: Int, others: Int) {
        try context.run("flush ruleset\n\(text)")
        let listed = try Self.listing(context)
        var printed = 0
        var others = 0
        // Its chains are on a device, which nft 1.0.6 does not list.
        let tables = listed.tables.filter { $0.family != "netdev" }.map { table in
            let sets = table.sets.filter { !$0.hasMore && !$0.elements.contains(where: \.hasMore) }
            let left = Set(table.sets.map(\.name)).subtracting(sets.map(\.name))
            let chains = table.chains.map { chain in
                let rules = chain.rules.filter { rule in
                    let alone = ListedTable(
                        family: table.family,
                        name: table.name,
                        chains: [ListedChain(name: chain.name, rules: [rule])]
                    )
                    let json = try? RulesetListing(tables: [alone]).json
                    // nft makes one value of a set of one.
                    let isAgain = !rule.statements.contains(where: \.holdsSetOfOne)
                    let isWhole = isAgain && json.map { json in !left.contains { json.contains("\"@\($0)\"") } } == true
                    if isWhole { printed += 1 } else { others += 1 }
                    return isWhole
                }
                return ListedChain(name: chain.name, base: chain.base, rules: rules)
            }
            return ListedTable(
                family: table.family,
                name: table.name,
                counters: table.counters,
                chains: chains,
                sets: sets
            )
        }
        let kept = RulesetListing(tables: tables)
        try context.run("flush ruleset")
        try context.run(kept.json, format: .json)
        let again = try Self.listing(context)
        guard again.isSame(as: kept) else { throw ListingDifference(expected: kept, found: again) }
        return (printed, others)
    }

    private static func listing(_ context: borrowing NftablesContext) throws -> RulesetListing {
        try RulesetListing(json: context.run("list ruleset", format: .json).utf8)
    }
}

extension ListedStatement {
    fileprivate var holdsSetOfOne: Bool {
        if case .match(_, _, .anonymousSet(let elements)) = self { elements.count == 1 } else { false }
    }
}
