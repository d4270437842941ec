internal import Nftables
internal import PacketSpace

/// What else decides which packets come to a rule, and what it makes of them: the rules by which its chain is called, the sets and
/// maps that are asked, and for a rule that changes packets all rules of its chain before it.
struct RuleSurroundings {
    private struct Place: Hashable {
        let table: String
        let chain: String
    }

    private let tables: [String: ListedTable]
    private let chains: [Place: ListedChain]
    /// The rules that go on in a chain, in words.
    private let callers: [Place: [String]]

    init(_ listing: RulesetListing) {
        var chains: [Place: ListedChain] = [:]
        var callers: [Place: [String]] = [:]
        for table in listing.tables {
            let name = "\(table.family) \(table.name)"
            for chain in table.chains {
                chains[Place(table: name, chain: chain.name)] = chain
                for rule in chain.rules {
                    for statement in rule.statements {
                        switch statement {
                        case .verdict(.jump(let target)), .verdict(.goto(let target)):
                            callers[Place(table: name, chain: target), default: []].append(rule.description)
                        default: continue
                        }
                    }
                }
            }
        }
        self.tables = Dictionary(listing.tables.map { ("\($0.family) \($0.name)", $0) }, uniquingKeysWith: { $1 })
        self.chains = chains
        self.callers = callers
    }

    /// Two rules that have the same words have the same packets, and make the same of them, as far as rules before them let them.
    ///
    /// - Parameter changes: The rule changes packets, which no outcome shows.
    func words(of point: DecisionPoint, changes: Bool) -> String {
        let place = Place(table: point.table, chain: point.chain)
        guard let chain = self.chains[place], let number = chain.rules.firstIndex(where: { $0.handle == point.handle })
        else {
            return point.text
        }
        let rules = chain.rules[(changes ? 0 : number)...number].map(\.description)
        let all = rules + (self.callers[place] ?? [])
        let names = Set(
            all.flatMap { $0.split { " ,{}".contains($0) } }.filter { $0.hasPrefix("@") }.map { $0.dropFirst() }
        )
        // What is kept by its name alone may ask any of them.
        let mayAskAny = chain.rules[number].statements.contains { statement in
            switch statement {
            case .undecidable, .neutral, .unknown: true
            default: false
            }
        }
        let sets = self.tables[point.table]?.sets.filter { mayAskAny || names.contains(Substring($0.name)) } ?? []
        let contents = sets.map { set in set.elements.map(\.description).sorted().joined(separator: ", ") }
        return (all + contents.sorted()).joined(separator: "; ")
    }
}
