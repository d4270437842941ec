internal import Nftables
internal import PacketSpace

/// In which order packets come to the rules of a hook.
struct RuleOrder {
    typealias Place = ChainCallers.Place

    struct RulePlace: Hashable {
        let place: Place
        let number: Int
    }

    /// How many rules are followed at a hook, each as often as packets come to it.
    private static let limit = 20_000

    /// By hook; those that were asked for alone. A rule stands there as often as its chain is called.
    private(set) var rules: [Hook: [RulePlace]] = [:]
    /// Of some hook not all rules could be followed.
    private(set) var isCut = false

    /// - Parameter wanted: The rules whose order matters.
    init(_ listing: RulesetListing, _ wanted: Set<RulePlace>) {
        let chains = listing.tables.filter { $0.activity != .dormant }.flatMap { table in
            table.chains.map {
                (place: Place(table: "\(table.family) \(table.name)", chain: $0.name), chain: $0, table)
            }
        }
        let parts = Dictionary(chains.map { ($0.place, ($0.chain, $0.2)) }, uniquingKeysWith: { $1 })
        for hook in Hook.allCases {
            // Of equal priorities, the one that was added last comes first; see StageOrders.
            let bases = chains.reversed().filter { $0.chain.base?.hook == hook.rawValue }
            let priorities = Set(bases.compactMap(\.chain.base?.priority)).sorted()
            var walk = Walk(chains: parts, wanted: wanted, left: Self.limit)
            for priority in priorities {
                for base in bases where base.chain.base?.priority == priority { walk.visit(base.place, depth: 0) }
            }
            self.rules[hook] = walk.found
            if walk.left == 0 { self.isCut = true }
        }
    }

    private struct Walk {
        let chains: [Place: (ListedChain, ListedTable)]
        let wanted: Set<RulePlace>
        var left: Int
        var found: [RulePlace] = []

        mutating func visit(_ place: Place, depth: Int) {
            guard depth < RuleWords.depthLimit, let (chain, table) = self.chains[place] else { return }
            for (number, rule) in chain.rules.enumerated() {
                guard self.left > 0 else { return }
                self.left -= 1
                let here = RulePlace(place: place, number: number)
                if self.wanted.contains(here) { self.found.append(here) }
                for statement in rule.statements {
                    let calls = ChainCallers.calls(by: statement, in: table)
                    for call in calls.sorted(by: { $0.call.words < $1.call.words }) {
                        self.visit(Place(table: place.table, chain: call.target), depth: depth + 1)
                    }
                }
            }
        }
    }
}
