import Nftables
import Testing

@testable import PacketSpace

/// One table of a ruleset, judged by what is known of the whole.
@Suite struct AloneTests {
    @Test("a table alone, with other conditions, is what a listing without the others says")
    func sameAsListing() throws {
        var compared = 0
        var differing = 0
        for seed in 0..<250 {
            var rulesets = RulesetDice(seed: UInt64(seed))
            let listing = rulesets.listing()
            let whole = Prover(listing)
            // What is done outside of chains is done to whoever is alone, too.
            guard !whole.ruleset.translations.isRegistered, !whole.ruleset.setsZones, !whole.ruleset.hasFlows else {
                continue
            }
            for table in listing.tables {
                let changed = Self.withoutEveryThirdMatch(table)
                let alone = try #require(Prover(whole, alone: changed))
                let expected = Prover(RulesetListing(tables: [changed]), store: whole.store)
                for hook in Hook.allCases {
                    #expect(alone.function(at: hook) == expected.function(at: hook), "seed \(seed), \(hook)")
                    if whole.function(at: hook) != expected.function(at: hook) { differing += 1 }
                }
                #expect(alone.notJudged == expected.notJudged)
                compared += 1
            }
        }
        #expect(compared > 100 && differing > 50)
    }

    @Test("a table that is not judged cannot be judged alone")
    func notJudged() {
        let table = ListedTable(family: "bridge", name: "t")
        #expect(Prover(Prover(RulesetListing(tables: [table])), alone: table) == nil)
    }

    private static func withoutEveryThirdMatch(_ table: ListedTable) -> ListedTable {
        var copy = table
        var count = 0
        for chain in copy.chains.indices {
            copy.chains[chain].rules = copy.chains[chain].rules.map { rule in
                let statements = rule.statements.map { statement -> ListedStatement in
                    guard case .match(_, let key, _) = statement else { return statement }
                    count += 1
                    return count % 3 == 0 ? .match(.equal, key, .anonymousSet([])) : statement
                }
                return ListedRule(handle: rule.handle, comment: rule.comment, statements, unlisted: rule.unlisted)
            }
        }
        return copy
    }
}
