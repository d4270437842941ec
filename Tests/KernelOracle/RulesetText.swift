/// A ruleset in nft syntax, in parts that can be left out one by one.
struct RulesetText: Sendable {
    struct Chain: Sendable {
        let name: String
        /// `type … hook … priority …; policy …;`; empty for a regular chain.
        let base: String
        var rules: [String]
    }

    struct Table: Sendable {
        /// Family and name.
        let name: String
        /// Whole definitions of sets and maps.
        var sets: [String]
        var chains: [Chain]
    }

    /// What stands before the tables, taken as it is.
    private let whole: String
    var tables: [Table]

    init(tables: [Table]) {
        self.whole = ""
        self.tables = tables
    }

    /// A ruleset from elsewhere, which has no parts.
    init(whole: String) {
        self.whole = whole
        self.tables = []
    }

    /// As for `nft -f`. All chains are named before any has rules, so that every rule can jump to every chain.
    var text: String {
        self.whole
            + self.tables.map { table in
                let heads = table.chains.map { "  chain \($0.name) { \($0.base) }" }
                let bodies = table.chains.filter { !$0.rules.isEmpty }.map { chain in
                    "  chain \(chain.name) {\n" + chain.rules.map { "    \($0)\n" }.joined() + "  }"
                }
                return "table \(table.name) {\n"
                    + (heads + table.sets.map { "  \($0)" } + bodies).joined(separator: "\n") + "\n}"
            }
            .joined(separator: "\n")
    }

    /// Every ruleset that has one part less: a table, a chain, a set or a rule, the larger parts first.
    var smaller: [RulesetText] {
        var results: [RulesetText] = []
        for table in self.tables.indices {
            if self.tables.count > 1 { results.append(self.changed { $0.tables.remove(at: table) }) }
            for chain in self.tables[table].chains.indices {
                results.append(self.changed { $0.tables[table].chains.remove(at: chain) })
            }
            for set in self.tables[table].sets.indices {
                results.append(self.changed { $0.tables[table].sets.remove(at: set) })
            }
            for (chain, content) in self.tables[table].chains.enumerated() {
                for rule in content.rules.indices {
                    results.append(self.changed { $0.tables[table].chains[chain].rules.remove(at: rule) })
                }
            }
        }
        return results
    }

    private func changed(_ change: (inout RulesetText) -> Void) -> RulesetText {
        var copy = self
        change(&copy)
        return copy
    }
}
