/// Foretells how the kernel lists a ruleset.
struct ListingPrediction {
    let listing: RulesetListing

    /// `nil` where nft or the kernel may not take it, or take it otherwise.
    init?(_ ruleset: Ruleset) {
        guard ruleset.header.allSatisfy(NftName.isOneLine) else { return nil }
        let preparation = Preparation(ruleset)
        var tables: [ListedTable] = []
        // The table of slots is there before the other one, which is new with every load.
        for (name, table) in ruleset.tables.reversed() {
            guard let listed = Self.table(name, table, handle: preparation.handles(ofTable: name)) else { return nil }
            tables.append(listed)
        }
        self.listing = RulesetListing(tables: tables)
    }

    /// - Parameter handle: The last number that the kernel gave for the table before.
    private static func table(_ name: String, _ table: Table, handle: Int) -> ListedTable? {
        let words = name.split(separator: " ").map(String.init)
        guard Self.namesAreGood(table), let hooks = ChainReach(table.chains),
            let chains = Self.chains(of: table, hooks, handle)
        else { return nil }
        var sets: [ListedSet] = []
        for set in table.sets {
            guard let listed = set.listed else { return nil }
            sets.append(listed)
        }
        var listed = ListedTable(
            family: words[0],
            name: words[1],
            counters: table.counters,
            chains: chains,
            sets: sets
        )
        listed.nameDynamicSets()
        return listed
    }

    private static func namesAreGood(_ table: Table) -> Bool {
        let lists = [table.counters.map(\.rawValue), table.sets.map(\.name), table.chains.map(\.name)]
        let notes = table.sets.compactMap(\.note) + table.chains.compactMap(\.note)
        return lists.allSatisfy { Set($0).count == $0.count } && notes.allSatisfy(NftName.isOneLine)
            && (lists[0] + lists[1]).allSatisfy(NftName.isPlain)
            && table.chains.allSatisfy { $0.name == $0.base?.hook.rawValue || NftName.isPlain($0.name) }
    }

    private static func chains(of table: Table, _ reach: ChainReach, _ last: Int) -> [ListedChain]? {
        let sets = Dictionary(uniqueKeysWithValues: table.sets.map { ($0.name, $0) })
        // The kernel numbers chains, then counters, then sets, then rules, each after the sets that stand in it.
        var handle = last + table.chains.count + table.counters.count + table.sets.count
        var chains: [ListedChain] = []
        for chain in table.chains {
            var rules: [ListedRule] = []
            for rule in chain.rules {
                guard rule.mayStand(at: reach.hooks[chain.name] ?? []),
                    let statements = rule.listedStatements(sets: sets, counters: table.counters)
                else { return nil }
                handle += 1 + statements.count(where: \.holdsSet)
                rules.append(ListedRule(handle: handle, comment: rule.comment, statements))
            }
            chains.append(ListedChain(name: chain.name, base: chain.base?.listed, rules: rules))
        }
        return chains
    }
}

extension ListedStatement {
    /// It has a set of its own in it, which the kernel gives a number as well.
    fileprivate var holdsSet: Bool {
        if case .match(_, _, .anonymousSet) = self { true } else { false }
    }
}

extension Chain.Base {
    fileprivate var listed: ListedChain.Base {
        ListedChain.Base(
            type: "filter",
            hook: self.hook.rawValue,
            priority: self.priority.number,
            dropsByPolicy: self.policy == .drop
        )
    }
}
