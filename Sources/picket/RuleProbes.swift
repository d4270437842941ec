internal import Nftables
internal import PacketSpace

/// Which packets come to a rule, found by trying: another verdict in the rule's place changes what becomes of these packets, and of no
/// others.
///
/// What rules before it do by chance, such as a limit, is seen as well: then both outcomes are possible.
struct RuleProbes {
    typealias Place = ChainCallers.Place

    struct Result: Hashable {
        /// What may be accepted and what may be dropped, at each hook where packets may come to it, with either verdict.
        let outcomes: [Diagram]
        /// The packets for which the verdict matters.
        let packets: [Hook: Diagram]
    }

    private let prover: Prover
    private let listing: RulesetListing

    init(_ prover: Prover, _ listing: RulesetListing) {
        self.prover = prover
        self.listing = listing
    }

    /// - Parameters:
    ///   - count: How many of the rule's statements still stand before the verdict.
    ///   - onlyAccepted: What is dropped in any case does not matter, whatever the rule makes of it.
    func result(for number: Int, in place: Place, after count: Int, onlyAccepted: Bool) -> Result {
        let store = self.prover.store
        let last = self.lastPriorities(leadingTo: place)
        let accepting = self.prover(with: .accept, for: number, in: place, after: count, last)
        let dropping = self.prover(with: .drop, for: number, in: place, after: count, last)
        var outcomes: [Diagram] = []
        var packets: [Hook: Diagram] = [:]
        for hook in Hook.allCases where last[hook.rawValue] != nil {
            var possible = store.packets(at: hook)
            if onlyAccepted {
                let accepted = store.packets(of: self.prover.function(at: hook), having: Outcome.accept)
                possible = store.intersection(possible, accepted)
            }
            let found = [accepting, dropping].flatMap { prover in
                [Outcome.accept, Outcome.drop].map {
                    store.intersection(store.packets(of: prover.function(at: hook), having: $0), possible)
                }
            }
            outcomes += found
            packets[hook] = store.union(store.difference(found[0], found[2]), store.difference(found[3], found[1]))
        }
        return Result(outcomes: outcomes, packets: packets)
    }

    /// The ruleset with another verdict in the rule's place. Chains behind it let everything on, or nobody would see what comes to it.
    ///
    /// - Parameter last: The priorities of the last chains that lead to it, by hook.
    private func prover(
        with verdict: ListedVerdict,
        for number: Int,
        in place: Place,
        after count: Int,
        _ last: [String: Int]
    ) -> Prover {
        var tables: [ListedTable] = []
        for var table in self.listing.tables {
            let isHere = "\(table.family) \(table.name)" == place.table
            var isChanged = isHere
            for (index, chain) in table.chains.enumerated() {
                if isHere, chain.name == place.chain {
                    let rule = chain.rules[number]
                    table.chains[index].rules[number] = rule.with(rule.statements.prefix(count) + [.verdict(verdict)])
                } else if let base = chain.base, let priority = last[base.hook], base.priority > priority {
                    let rules = chain.rules.map { $0.with([.verdict(.accept)]) }
                    table.chains[index] = ListedChain(name: chain.name, base: base.acceptingByPolicy, rules: rules)
                    isChanged = true
                }
            }
            if isChanged { tables.append(table) }
        }
        return Prover(self.prover, changing: tables)
    }

    private func lastPriorities(leadingTo place: Place) -> [String: Int] {
        guard let table = self.listing.tables.first(where: { "\($0.family) \($0.name)" == place.table }) else {
            return [:]
        }
        let calls = CallGraph(table)
        var last: [String: Int] = [:]
        for chain in table.chains {
            guard let base = chain.base, calls.reachable(from: [chain.name]).contains(place.chain) else { continue }
            last[base.hook] = max(base.priority, last[base.hook] ?? .min)
        }
        return last
    }
}
