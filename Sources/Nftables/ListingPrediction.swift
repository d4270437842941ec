/// Foretells how the kernel lists a ruleset.
struct ListingPrediction {
    let listing: RulesetListing

    init?(_ ruleset: Ruleset) {
        let names = ruleset.counters.map(\.rawValue) + ruleset.sets.map(\.name)
        guard names.allSatisfy(NftName.isPlain), ruleset.header.allSatisfy(NftName.isOneLine),
            Set(ruleset.counters).count == ruleset.counters.count,
            Set(ruleset.sets.map(\.name)).count == ruleset.sets.count,
            Set(ruleset.chains.map(\.hook)).count == ruleset.chains.count
        else { return nil }
        let sets = Dictionary(uniqueKeysWithValues: ruleset.sets.map { ($0.name, $0) })
        // The kernel numbers chains, then counters, then sets, then rules, each after the sets that stand in it.
        var handle = ruleset.chains.count + ruleset.counters.count + ruleset.sets.count
        var chains: [ListedChain] = []
        for chain in ruleset.chains {
            var rules: [ListedRule] = []
            for rule in chain.rules {
                guard rule.counter.map(ruleset.counters.contains) ?? true,
                    let statements = rule.listedStatements(sets: sets)
                else { return nil }
                handle += 1 + statements.count(where: \.holdsSet)
                rules.append(ListedRule(handle: handle, comment: rule.comment, statements))
            }
            chains.append(ListedChain(name: chain.hook.rawValue, base: chain.listedBase, rules: rules))
        }
        var listed: [ListedSet] = []
        for set in ruleset.sets {
            guard let set = set.listed else { return nil }
            listed.append(set)
        }
        let words = Ruleset.table.split(separator: " ").map(String.init)
        var table = ListedTable(
            family: words[0],
            name: words[1],
            counters: ruleset.counters,
            chains: chains,
            sets: listed
        )
        table.nameDynamicSets()
        self.listing = RulesetListing(tables: [table])
    }
}

extension ListedStatement {
    /// It has a set of its own in it, which the kernel gives a number as well.
    fileprivate var holdsSet: Bool {
        if case .match(_, _, .anonymousSet) = self { true } else { false }
    }
}

extension Chain {
    fileprivate var listedBase: ListedChain.Base {
        ListedChain.Base(
            type: "filter",
            hook: self.hook.rawValue,
            priority: 0,
            dropsByPolicy: self.policy == .drop
        )
    }
}
