internal import Nftables
internal import PacketSpace

/// The chains in which what comes from the wire may meet a rule that answers it (`reject`), each as a ruleset that accepts what
/// that rule answers, and little else.
struct AnsweringChains {
    /// Each with the way on which packets come to the rule.
    let rulesets: [(listing: RulesetListing, journey: Journey)]

    init(_ listing: RulesetListing) {
        self.rulesets = listing.tables.indices.flatMap { number -> [(RulesetListing, Journey)] in
            let table = listing.tables[number]
            let calls = CallGraph(table)
            return table.chains.filter(\.seesArrivals).flatMap { base -> [(RulesetListing, Journey)] in
                let reached = calls.reachable(from: [base.name])
                guard table.chains.contains(where: { reached.contains($0.name) && $0.rejects }) else { return [] }
                let others = table.chains.filter { $0.base != nil && $0.name != base.name }
                let shared = calls.reachable(from: others.map(\.name))
                // Of chains with its priority nobody knows which come before, and prepare the answer, and which after, and hide it.
                let orders = listing.hasOthers(besides: base, number) ? [false, true] : [false]
                return orders.map { isLast in
                    let alone = reached.subtracting(shared)
                    let ruleset = Self.ruleset(listing, number, base, isLast: isLast, reached, alone: alone)
                    return (ruleset, base.base?.hook == "forward" ? .passage : .arrival)
                }
            }
        }
    }

    /// What an answer takes: to get through all that comes before, and to be neither accepted nor dropped before the reject.
    ///
    /// - Parameters:
    ///   - isLast: Packets come to the other chains with its priority before.
    ///   - reached: The chains that packets come to from the base chain.
    ///   - alone: Those of them that packets come to from no other one.
    private static func ruleset(
        _ listing: RulesetListing,
        _ number: Int,
        _ base: ListedChain,
        isLast: Bool,
        _ reached: Set<String>,
        alone: Set<String>
    ) -> RulesetListing {
        var tables = listing.tables
        for index in tables.indices {
            tables[index].chains.removeAll { chain in
                let isOther = !(index == number && chain.name == base.name)
                return isOther && (chain.comes(after: base) || !isLast && chain.comes(with: base))
            }
        }
        // Where they prepare an answer, others of them may come after it: they hide none.
        for index in tables.indices {
            let graph = CallGraph(tables[index])
            let preparing = tables[index].chains.filter { chain in
                chain.comes(with: base) && !(index == number && chain.name == base.name)
            }
            let kept = graph.reachable(from: preparing.map(\.name))
            let own = Set(preparing.map(\.name))
            // Chains that others come to as well stay as they are for those.
            let copies = tables[index].chains.filter { kept.contains($0.name) && !own.contains($0.name) }
            let table = tables[index]
            tables[index].chains = table.chains.map { own.contains($0.name) ? $0.letting(table) : $0 }
            tables[index].chains += copies.map { $0.letting(table).named(Self.copy(of: $0.name)) }
        }
        tables[number].chains = tables[number].chains.map { chain in
            guard reached.contains(chain.name) else { return chain }
            let isAlone = alone.contains(chain.name)
            return chain.answering { isAlone && $0 == .verdict(.accept) ? .verdict(.drop) : $0 }
        }
        return RulesetListing(tables: tables)
    }
}

extension AnsweringChains {
    /// No chain of nft has such a name.
    fileprivate static func copy(of name: String) -> String { "\(name) letting" }
}

extension RulesetListing {
    /// - Parameter table: The chain's, by its place.
    fileprivate func hasOthers(besides chain: ListedChain, _ table: Int) -> Bool {
        self.tables.enumerated().contains { index, other in
            other.chains.contains { $0.comes(with: chain) && !(index == table && $0.name == chain.name) }
        }
    }
}

extension ListedChain {
    fileprivate var seesArrivals: Bool {
        self.base.map { ["prerouting", "input", "forward"].contains($0.hook) } ?? false
    }

    fileprivate var rejects: Bool {
        self.rules.contains { $0.statements.contains { if case .reject = $0 { true } else { false } } }
    }

    /// Whether packets come to another base chain first.
    fileprivate func comes(after other: ListedChain) -> Bool {
        guard let base, let first = other.base else { return false }
        if base.hook == first.hook { return base.priority > first.priority }
        return first.hook == "prerouting" && ["input", "forward"].contains(base.hook)
    }

    /// Whether it is asked where another base chain is, before it or after.
    fileprivate func comes(with other: ListedChain) -> Bool {
        guard let base, let first = other.base else { return false }
        return base.hook == first.hook && base.priority == first.priority
    }

    fileprivate func named(_ name: String) -> ListedChain {
        ListedChain(name: name, base: self.base, rules: self.rules, hasMore: self.hasMore)
    }

    /// The same, letting through what it drops, and going on in copies of chains.
    ///
    /// - Parameter table: With the maps that it asks.
    fileprivate func letting(_ table: ListedTable) -> ListedChain {
        let rules = self.rules.map { rule in
            rule.with(
                rule.statements.map { statement in
                    switch statement {
                    case .reject: .verdict(.accept)
                    case .verdict(let verdict): .verdict(verdict.letting)
                    case .verdictMap(let key, .anonymousSet(let elements)):
                        .verdictMap(key, .anonymousSet(elements.map(\.letting)))
                    case .verdictMap(let key, .namedSet(let name)):
                        .verdictMap(
                            key,
                            table.sets.first { $0.name == name }
                                .map { .anonymousSet($0.elements.map(\.letting)) } ?? .namedSet(name)
                        )
                    default: statement
                    }
                }
            )
        }
        let base = self.base.map {
            Base(type: $0.type, hook: $0.hook, priority: $0.priority, dropsByPolicy: false, device: $0.device)
        }
        return ListedChain(name: self.name, base: base, rules: rules, hasMore: self.hasMore)
    }

    /// The same, accepting what it answers, and with other statements; of a base chain, dropping what nobody decides.
    fileprivate func answering(_ change: (ListedStatement) -> ListedStatement) -> ListedChain {
        let rules = self.rules.map { rule in
            rule.with(rule.statements.map { if case .reject = $0 { .verdict(.accept) } else { change($0) } })
        }
        let base = self.base.map {
            Base(type: $0.type, hook: $0.hook, priority: $0.priority, dropsByPolicy: true, device: $0.device)
        }
        return ListedChain(name: self.name, base: base, rules: rules, hasMore: self.hasMore)
    }
}

extension SetElement {
    /// The same, accepting what it drops.
    fileprivate var letting: SetElement {
        guard case .verdict(let verdict) = self.value else { return self }
        var copy = self
        copy.value = .verdict(verdict.letting)
        return copy
    }
}

extension ListedVerdict {
    /// The same, accepting what it drops, and going on in copies of chains.
    fileprivate var letting: ListedVerdict {
        switch self {
        case .drop: .accept
        case .jump(let name): .jump(AnsweringChains.copy(of: name))
        case .goto(let name): .goto(AnsweringChains.copy(of: name))
        case .accept, .return, .continue: self
        }
    }
}
