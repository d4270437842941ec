/// Foretells how the kernel lists a ruleset.
struct ListingPrediction {
    let listing: RulesetListing

    /// `nil` where nft or the kernel may not take it, or take it otherwise.
    init?(_ ruleset: Ruleset) {
        let words = Ruleset.table.split(separator: " ").map(String.init)
        guard Self.namesAreGood(ruleset), let hooks = ChainReach(ruleset.chains),
            let chains = Self.chains(of: ruleset, hooks)
        else { return nil }
        var sets: [ListedSet] = []
        for set in ruleset.sets {
            guard let listed = set.listed else { return nil }
            sets.append(listed)
        }
        var table = ListedTable(
            family: words[0],
            name: words[1],
            counters: ruleset.counters,
            chains: chains,
            sets: sets
        )
        table.nameDynamicSets()
        self.listing = RulesetListing(tables: [table])
    }

    private static func namesAreGood(_ ruleset: Ruleset) -> Bool {
        let lists = [ruleset.counters.map(\.rawValue), ruleset.sets.map(\.name), ruleset.chains.map(\.name)]
        let notes = ruleset.header + ruleset.sets.compactMap(\.note) + ruleset.chains.compactMap(\.note)
        return lists.allSatisfy { Set($0).count == $0.count } && notes.allSatisfy(NftName.isOneLine)
            && (lists[0] + lists[1]).allSatisfy(NftName.isPlain)
            && ruleset.chains.allSatisfy { $0.name == $0.base?.hook.rawValue || NftName.isPlain($0.name) }
    }

    private static func chains(of ruleset: Ruleset, _ reach: ChainReach) -> [ListedChain]? {
        let sets = Dictionary(uniqueKeysWithValues: ruleset.sets.map { ($0.name, $0) })
        // The kernel numbers chains, then counters, then sets, then rules, each after the sets that stand in it.
        var handle = ruleset.chains.count + ruleset.counters.count + ruleset.sets.count
        var chains: [ListedChain] = []
        for chain in ruleset.chains {
            var rules: [ListedRule] = []
            for rule in chain.rules {
                guard rule.mayStand(at: reach.hooks[chain.name] ?? []),
                    let statements = rule.listedStatements(sets: sets, counters: ruleset.counters)
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
