internal import Nftables

/// Finds the rules that no packet can match, by sending all packets through a hook's chains at once.
///
/// Sets of packets go the way that packets go, and a rule that none of them matches is found. Where a rule changes
/// packets, the set of changed ones may be taken too large: then a useless rule may be missed, and no useful one named.
struct RuleReach {
    private struct Visit: Hashable {
        let chain: Int
        let packets: Diagram
    }

    /// Where packets are after a chain.
    private struct Exit {
        var accepted = Diagram.nothing
        var returned = Diagram.nothing
        var translated = Diagram.nothing
    }

    private let store: DiagramStore
    private let ruleset: JudgedRuleset
    private var known: [Visit: Exit] = [:]
    /// How many jumps and gotos led to the chain that is looked at.
    private var depth = 0
    /// For each rule of each chain: some packet matches it.
    private(set) var isMatched: [[Bool]]

    init(_ ruleset: JudgedRuleset, _ store: DiagramStore) {
        self.store = store
        self.ruleset = ruleset
        self.isMatched = ruleset.chains.map { [Bool](repeating: false, count: $0.rules.count) }
    }

    mutating func visit(_ hook: Hook) {
        let orders = StageOrders(of: hook, self.ruleset)
        guard orders.isComplete else {
            for (number, rules) in self.isMatched.enumerated() { self.isMatched[number] = rules.map { _ in true } }
            return
        }
        for stages in orders.orders { self.visit(stages, at: hook, self.store.packets(at: hook)) }
    }

    private mutating func visit(_ stages: [Stage], at hook: Hook, _ start: Diagram) {
        var packets = start
        for stage in stages {
            switch stage {
            case .filter(let chain):
                packets = self.base(chain, packets).passed
            case .translation(let chains):
                var inside = self.store.intersection(packets, self.store.packets(in: [.new, .related]))
                let tracked = self.store.packets(in: [.new, .related, .established])
                let moved = (self.ruleset.translations.fields(at: hook) + Field.status)
                    .reduce(self.store.intersection(packets, tracked)) { self.store.forgetting($1.rawValue, in: $0) }
                packets = self.store.union(packets, moved)
                for chain in chains {
                    let exit = self.base(chain, inside)
                    packets = self.store.union(packets, exit.translated)
                    inside = exit.passed
                }
            }
        }
    }

    private mutating func base(_ number: Int, _ packets: Diagram) -> (passed: Diagram, translated: Diagram) {
        let chain = self.ruleset.chains[number]
        guard let base = chain.base else { return (packets, .nothing) }
        let family: Diagram =
            switch chain.family {
            case "ip": self.store.packets(of: .ipv4)
            case "ip6": self.store.packets(of: .ipv6)
            default: .everything
            }
        let inside = self.store.intersection(packets, family)
        let exit = self.chain(number, inside)
        var passed = self.store.union(self.store.difference(packets, family), exit.accepted)
        if chain.mayBePassedOver { passed = self.store.union(passed, packets) }
        if !base.dropsByPolicy { passed = self.store.union(passed, exit.returned) }
        return (passed, exit.translated)
    }

    private mutating func chain(_ number: Int, _ packets: Diagram) -> Exit {
        let visit = Visit(chain: number, packets: packets)
        if let exit = self.known[visit] { return exit }
        var exit = Exit()
        // Where nothing comes, nothing leaves; deeper than the kernel allows, nothing comes.
        guard packets != .nothing, self.depth <= HookEvaluation.maximumDepth else { return exit }
        self.depth += 1
        defer { self.depth -= 1 }
        var arriving = packets
        for (index, rule) in self.ruleset.chains[number].rules.enumerated() {
            var next = Diagram.nothing
            let matched = self.rule(rule.steps, arriving, &next, &exit)
            if matched { self.isMatched[number][index] = true }
            arriving = next
        }
        exit.returned = self.store.union(exit.returned, arriving)
        self.known[visit] = exit
        return exit
    }

    /// - Returns: Whether some packet came through all the matches of the rule.
    private mutating func rule(
        _ steps: [Step],
        _ arriving: Diagram,
        _ next: inout Diagram,
        _ exit: inout Exit
    ) -> Bool {
        var inside = arriving
        var isMatched = arriving != .nothing
        for step in steps where inside != .nothing {
            switch step {
            case .match(let condition):
                next = self.store.union(next, self.store.difference(inside, condition.surely))
                inside = self.store.intersection(inside, condition.possibly)
                if inside == .nothing { isMatched = false }
            case .decide(let decision):
                inside = self.follow(decision, inside, &next, &exit)
            case .branch(let branches, let perhapsAnything):
                inside = self.branch(branches, inside, perhapsAnything, &next, &exit)
            case .assign(let branches):
                inside = self.assign(branches, inside, &next)
            case .untrack:
                let untracked = self.store.packets(in: [.untracked])
                let changed = self.store.forgetting(Field.state.rawValue, in: inside)
                inside = self.store.union(inside, self.store.intersection(changed, untracked))
            case .translate(let branches, _, _):
                exit.translated = self.store.union(exit.translated, self.assign(branches, inside, &next))
                inside = .nothing
            case .perhaps:
                next = self.store.union(next, inside)
            case .hand, .rewritten:
                exit.accepted = .everything
                next = .everything
                inside = .everything
            case .anything:
                exit.accepted = self.store.union(exit.accepted, inside)
                next = self.store.union(next, inside)
            }
        }
        next = self.store.union(next, inside)
        return isMatched
    }

    private mutating func branch(
        _ branches: [(condition: Condition, decision: Step.Decision)],
        _ inside: Diagram,
        _ perhapsAnything: Bool,
        _ next: inout Diagram,
        _ exit: inout Exit
    ) -> Diagram {
        var rest = inside
        var continuing = Diagram.nothing
        for branch in branches {
            let found = self.store.intersection(rest, branch.condition.possibly)
            let onward = self.follow(branch.decision, found, &next, &exit)
            continuing = self.store.union(continuing, onward)
            rest = self.store.difference(rest, branch.condition.surely)
        }
        next = self.store.union(next, rest)
        if perhapsAnything {
            exit.accepted = .everything
            exit.returned = .everything
            continuing = .everything
        }
        return continuing
    }

    private mutating func follow(
        _ decision: Step.Decision,
        _ packets: Diagram,
        _ next: inout Diagram,
        _ exit: inout Exit
    ) -> Diagram {
        switch decision {
        case .accept:
            exit.accepted = self.store.union(exit.accepted, packets)
        case .drop:
            break
        case .return:
            exit.returned = self.store.union(exit.returned, packets)
        case .continue:
            return packets
        case .jump(let number):
            let inner = self.chain(number, packets)
            exit.accepted = self.store.union(exit.accepted, inner.accepted)
            exit.translated = self.store.union(exit.translated, inner.translated)
            next = self.store.union(next, inner.returned)
        case .goto(let number):
            let inner = self.chain(number, packets)
            exit.accepted = self.store.union(exit.accepted, inner.accepted)
            exit.translated = self.store.union(exit.translated, inner.translated)
            exit.returned = self.store.union(exit.returned, inner.returned)
        }
        return .nothing
    }

    private mutating func assign(
        _ branches: [(condition: Condition, changes: [Assignment])],
        _ inside: Diagram,
        _ next: inout Diagram
    ) -> Diagram {
        var rest = inside
        var result = Diagram.nothing
        for branch in branches {
            var changed = self.store.intersection(rest, branch.condition.possibly)
            for change in branch.changes { changed = self.changed(changed, change) }
            result = self.store.union(result, changed)
            rest = self.store.difference(rest, branch.condition.surely)
        }
        next = self.store.union(next, rest)
        return result
    }

    /// At least all packets that packets of a set become.
    private func changed(_ packets: Diagram, _ change: Assignment) -> Diagram {
        let field = change.field.rawValue
        let forgotten = self.store.forgetting(field, in: packets)
        switch change.value {
        case .constant(let value):
            return self.store.intersection(forgotten, self.store.set(field, in: [value...value]))
        case .oneOf(let range):
            let upper = min(range.upperBound, change.field.highest)
            return self.store.intersection(forgotten, self.store.set(field, in: [range.lowerBound...upper]))
        case .anyOf(let values):
            return self.store.intersection(forgotten, self.store.set(field, in: values.sorted().map { $0...$0 }))
        case .transformed, .copied:
            return forgotten
        }
    }
}
