extension ListedTable {
    /// Gives the sets that rules add to the flag that says so.
    ///
    /// nft 1.0.6 leaves it out of JSON and knows no such flag when it reads JSON: it makes the set dynamic by itself, for
    /// the rule that adds to it. Later versions list it. Here both are the same listing.
    mutating func nameDynamicSets() {
        var names: Set<String> = []
        for chain in self.chains {
            for rule in chain.rules {
                for case .updateSet(let update) in rule.statements where update.operation != .delete {
                    names.insert(update.set)
                }
            }
        }
        for index in self.sets.indices {
            let flags = self.sets[index].flags
            guard names.contains(self.sets[index].name) || flags.contains(ListedSet.dynamic) else { continue }
            self.sets[index].flags = flags.filter { $0 != ListedSet.dynamic } + [ListedSet.dynamic]
        }
    }
}
