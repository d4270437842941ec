internal import Nftables

/// One or more base chains that the kernel asks at one place.
enum Stage {
    case filter(Int)
    /// Where addresses are translated: by chains of type `nat`, one after the other, for the first packet of a connection;
    /// by what tracking remembers, for all others. There may be no chain.
    case translation([Int])
}

/// Every order in which packets can come to the base chains of a hook.
///
/// Lower priorities come first. Of equal priorities, the chain that was added last comes first; which one that was, a listing
/// shows for the chains of one table, and for no others. Chains of type `nat` come where address translation is registered,
/// whatever their own priorities are; those order them among each other. An unknown order matters only where one of the chains
/// changes packets: verdicts alone are the same in any order, because a packet has to be accepted by all. Of chains of type `nat`, the
/// first one that translates is the last one that is asked.
/// Source: `nf_nat_register_fn`, `nf_hook_entries_grow` of the kernel.
struct StageOrders {
    /// How many orders are tried; where there are more, anything may happen.
    private static let limit = 24

    /// At least one; more than one where nobody can know.
    private(set) var orders: [[Stage]] = [[]]
    private(set) var isComplete = true
    /// The chains whose order nobody can know, by their numbers.
    private(set) var unordered: [Int] = []

    var isKnown: Bool { self.isComplete && self.orders.count == 1 }

    init(of hook: Hook, _ ruleset: JudgedRuleset) {
        let (filters, translations) = Self.stages(of: hook, ruleset)
        let translation = self.translation(by: translations, at: hook, ruleset)
        for priority in Set(filters.map(\.priority) + (translation.map { [$0.priority] } ?? [])).sorted() {
            let group = filters.filter { $0.priority == priority }.map(\.stage)
            let isOfTranslation = translation?.priority == priority
            let alternatives = isOfTranslation ? translation?.stages.map { [$0] } ?? [] : [[]]
            var orders: [[Stage]] = []
            for alternative in alternatives {
                let found = self.orders(of: group + alternative, ruleset)
                if found.count > 1 { self.unordered += (group + alternative).flatMap(\.chains) }
                orders += found
            }
            guard self.isComplete, self.orders.count * orders.count <= Self.limit else {
                self.isComplete = false
                return
            }
            self.orders = self.orders.flatMap { first in orders.map { first + $0 } }
        }
    }

    /// Filters and chains of type `nat`, with their priorities; of equal ones, the last of the listing comes first.
    private static func stages(
        of hook: Hook,
        _ ruleset: JudgedRuleset
    ) -> (filters: [(priority: Int, stage: Stage)], translations: [(priority: Int, chain: Int)]) {
        var filters: [(priority: Int, stage: Stage)] = []
        var translations: [(priority: Int, chain: Int)] = []
        for (number, chain) in ruleset.chains.enumerated().reversed() {
            guard let base = chain.base, base.hook == hook.rawValue else { continue }
            if base.type == "nat" {
                translations.append((base.priority, number))
            } else {
                filters.append((base.priority, .filter(number)))
            }
        }
        return (filters, translations)
    }

    /// Where addresses are translated, with every order that its chains can have; `nil` where that is nowhere.
    private mutating func translation(
        by chains: [(priority: Int, chain: Int)],
        at hook: Hook,
        _ ruleset: JudgedRuleset
    ) -> (priority: Int, stages: [Stage])? {
        // With the first chain anywhere, the kernel translates at all hooks, there and back.
        guard ruleset.translations.isRegistered, hook != .forward else { return nil }
        var orders: [[Int]] = [[]]
        for priority in Set(chains.map(\.priority)).sorted() {
            let group = chains.filter { $0.priority == priority }.map(\.chain)
            let found = self.orders(of: group.map(Stage.filter), ruleset)
            if found.count > 1 { self.unordered += group }
            guard orders.count * found.count <= Self.limit else {
                self.isComplete = false
                return (0, [])
            }
            orders = orders.flatMap { first in found.map { first + $0.flatMap(\.chains) } }
        }
        return (hook.translatesDestination ? -100 : 100, orders.map(Stage.translation))
    }

    /// The orders of stages with one priority that lead to different verdicts, for all that can be seen.
    private mutating func orders(of group: [Stage], _ ruleset: JudgedRuleset) -> [[Stage]] {
        guard group.count > 1, group.contains(where: { $0.mayChangePackets(ruleset) }) else { return [group] }
        var orders: [[Stage]] = []
        self.permute(group, [], ruleset, &orders)
        return orders
    }

    private mutating func permute(
        _ rest: [Stage],
        _ start: [Stage],
        _ ruleset: JudgedRuleset,
        _ orders: inout [[Stage]]
    ) {
        guard !rest.isEmpty else { return orders.append(start) }
        guard orders.count <= Self.limit else { return }
        for (index, stage) in rest.enumerated() {
            // Of a table's filters, the one that is listed last comes first: it is the first one here.
            let isLater = rest[..<index].contains { $0.isOfSameTable(as: stage, ruleset) }
            guard !isLater else { continue }
            var others = rest
            others.remove(at: index)
            self.permute(others, start + [stage], ruleset, &orders)
        }
    }
}

extension Stage {
    /// By their numbers.
    var chains: [Int] {
        switch self {
        case .filter(let chain): [chain]
        case .translation(let chains): chains
        }
    }

    fileprivate func mayChangePackets(_ ruleset: JudgedRuleset) -> Bool {
        switch self {
        case .filter(let chain): ruleset.chains[chain].mayChangePackets
        case .translation: true
        }
    }

    /// Others than nftables can register translation, too, so that nothing is known of when that was.
    fileprivate func isOfSameTable(as other: Stage, _ ruleset: JudgedRuleset) -> Bool {
        guard case .filter(let first) = self, case .filter(let second) = other else { return false }
        return ruleset.chains[first].table == ruleset.chains[second].table
    }
}
