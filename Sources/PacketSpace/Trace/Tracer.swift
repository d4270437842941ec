internal import Nftables

/// Sends one packet through the rules of a hook, statement by statement, as the kernel does.
///
/// Knows nothing of diagrams: what it says can be held against what they say. Where nobody can know what a statement
/// does, it follows both ways.
struct Tracer {
    /// Where one way of the packet has come to.
    struct Walk {
        var packet: TracedPacket
        /// The number of the stage among those of the hook, and of the chain among a stage's chains.
        var stage = 0
        var chainOfStage = 0
        var place = Place(chain: 0)
        /// Where jumps return to.
        var stack: [Place] = []
        var steps: [TracePath.Step] = []
        /// Something in the current rule is not known, and taken to be so here.
        var isUncertain = false
        var decidedBy: DecisionPoint?
        var isInside = false
        /// The way has ended already.
        var end: TracePath?
    }

    struct Place {
        let chain: Int
        var rule = 0
        var statement = 0
    }

    /// How many ways are followed at most, and how many statements on all of them together.
    private enum Limits {
        static let paths = 1024
        static let statements = 100_000
    }

    let ruleset: JudgedRuleset
    let chains: [ListedChain]
    let numbers: [[String: Int]]
    let sets: SetTable
    let stages: [Stage]
    let hook: Hook

    /// Every way that a packet can go through a hook, in every order that its base chains can have.
    ///
    /// - Returns: `isComplete` is false if there are more ways than are worth following.
    static func paths(
        of packet: TracedPacket,
        at hook: Hook,
        _ ruleset: JudgedRuleset
    ) -> (paths: [TracePath], isComplete: Bool) {
        let orders = StageOrders(of: hook, ruleset)
        var paths: [TracePath] = []
        var isComplete = orders.isComplete
        if ruleset.hasFlows, hook == .forward || hook == .postrouting, packet.packet.state == .established {
            paths.append(TracePath(steps: [], isAccepted: true, decidedBy: nil, leaving: packet))
        }
        for stages in orders.orders {
            let found = Tracer(ruleset, stages, at: hook).paths(of: packet)
            isComplete = isComplete && found.isComplete
            paths = paths.isEmpty ? found.paths : paths + found.paths.filter { !paths.contains($0) }
        }
        return (paths, isComplete)
    }

    private init(_ ruleset: JudgedRuleset, _ stages: [Stage], at hook: Hook) {
        self.hook = hook
        self.ruleset = ruleset
        self.chains = ruleset.tables.flatMap(\.chains)
        var numbers: [[String: Int]] = []
        var first = 0
        for table in ruleset.tables {
            numbers.append(
                Dictionary(table.chains.enumerated().map { ($1.name, first + $0) }, uniquingKeysWith: { $1 })
            )
            first += table.chains.count
        }
        self.numbers = numbers
        self.sets = ruleset.sets
        self.stages = stages
    }

    /// Every way that the packet can go.
    ///
    /// - Returns: `isComplete` is false if there are more ways than are worth following.
    func paths(of packet: TracedPacket) -> (paths: [TracePath], isComplete: Bool) {
        var open = [Walk(packet: packet)]
        var paths: [TracePath] = []
        var budget = Limits.statements
        while var walk = open.popLast() {
            while true {
                guard budget > 0, paths.count < Limits.paths else { return (paths, false) }
                budget -= 1
                if let path = self.advance(&walk, &open) {
                    paths.append(path)
                    break
                }
            }
        }
        return (paths, true)
    }

    // MARK: - Moving on

    /// One statement, or from one chain to the next; alternatives are added to `open`.
    func advance(_ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        if let end = walk.end { return end }
        guard walk.isInside else { return self.enter(&walk, &open) }
        let chain = self.chains[walk.place.chain]
        guard walk.place.rule < chain.rules.count else { return self.endOfChain(&walk) }
        let rule = chain.rules[walk.place.rule]
        guard walk.place.statement < rule.statements.count else {
            self.record(.passed, &walk)
            self.nextRule(&walk)
            return nil
        }
        return self.perform(rule.statements[walk.place.statement], &walk, &open)
    }

    func enter(_ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        guard walk.stage < self.stages.count else {
            // Behind the last chain nobody knows by which interface packets leave.
            if self.hook == .output, self.ruleset.reroutes {
                walk.packet.unknown.formUnion(JudgedRuleset.wayOut)
            }
            if self.ruleset.mayDropAtEnd(of: self.hook),
                [.established, .related].contains(walk.packet.packet.state)
            {
                self.drop(walk, &open)
            }
            return TracePath(
                steps: walk.steps,
                isAccepted: true,
                decidedBy: walk.decidedBy,
                leaving: walk.packet
            )
        }
        switch self.stages[walk.stage] {
        case .filter(let chain):
            self.enter(chain, &walk, &open)
        case .translation(let chains):
            let isAsked = walk.chainOfStage > 0 || self.isTranslatable(&walk, &open)
            if isAsked, walk.chainOfStage < chains.count {
                self.enter(chains[walk.chainOfStage], &walk, &open)
            } else {
                self.nextStage(&walk)
            }
        }
        return nil
    }

    func enter(_ chain: Int, _ walk: inout Walk, _ open: inout [Walk]) {
        let isOfFamily =
            switch self.ruleset.chains[chain].family {
            case "ip": walk.packet.packet.family == .ipv4
            case "ip6": walk.packet.packet.family == .ipv6
            default: true
            }
        guard isOfFamily else { return self.afterBaseChain(&walk) }
        if self.ruleset.chains[chain].mayBePassedOver {
            var other = walk
            self.afterBaseChain(&other)
            open.append(other)
        }
        if self.ruleset.chains[chain].mayStandAtTracking {
            self.end(walk, at: self.ruleset.chains[chain].policyPoint, &open)
        }
        walk.isInside = true
        walk.place = Place(chain: chain)
        walk.stack = []
    }

    /// Whether the chains of a translation are asked about a packet.
    func isTranslatable(_ walk: inout Walk, _ open: inout [Walk]) -> Bool {
        let translations = self.ruleset.translations
        guard translations.families.contains(walk.packet.packet.family) else { return false }
        var known = walk
        known.packet.unknown.formUnion(translations.fields(at: self.hook))
        switch walk.packet.packet.state {
        case .invalid, .untracked:
            return false
        case .established:
            walk = known
            return false
        case .new, .related:
            // Of packets that are no first ones, tracking knows what becomes of them.
            let isRelated = walk.packet.packet.state == .related
            if isRelated, translations.changesAddresses, walk.packet.packet.isRedirect {
                self.drop(walk, &open)
            }
            let isOfHost =
                (self.hook == .prerouting || self.hook == .input) && walk.packet.packet.mayHaveComeBack
            let isKnown = isRelated || isOfHost || !translations.isByTupleAlone(at: self.hook)
            if isKnown || self.ruleset.setsZonesLate {
                self.nextStage(&known)
                open.append(known)
            }
            // What no rule translates gets another source port where its own is taken.
            if translations.changesPorts, !self.hook.translatesDestination {
                walk.packet.unknown.insert(.sourcePort)
            }
            return true
        }
    }

    func nextStage(_ walk: inout Walk) {
        if case .translation = self.stages[walk.stage],
            [.new, .established, .related].contains(walk.packet.packet.state)
        {
            walk.packet.forgetStatus()
        }
        walk.stage += 1
        walk.chainOfStage = 0
        walk.isInside = false
    }

    /// The chain let the packet pass.
    func afterBaseChain(_ walk: inout Walk) {
        walk.isInside = false
        switch self.stages[walk.stage] {
        case .filter: self.nextStage(&walk)
        case .translation: walk.chainOfStage += 1
        }
    }

    func nextRule(_ walk: inout Walk) {
        walk.place.rule += 1
        walk.place.statement = 0
        walk.isUncertain = false
    }

    func endOfChain(_ walk: inout Walk) -> TracePath? {
        if let caller = walk.stack.popLast() {
            walk.place = caller
            return nil
        }
        // A goto may have led away from the base chain: its policy counts.
        guard let number = self.baseChain(of: walk) else { return nil }
        let base = self.ruleset.chains[number]
        walk.decidedBy = base.policyPoint
        if base.base?.dropsByPolicy == true {
            walk.steps.append(TracePath.Step(point: base.policyPoint, effect: .dropped, isUncertain: false))
            return TracePath(steps: walk.steps, isAccepted: false, decidedBy: base.policyPoint)
        }
        walk.steps.append(TracePath.Step(point: base.policyPoint, effect: .accepted, isUncertain: false))
        self.afterBaseChain(&walk)
        return nil
    }

    func baseChain(of walk: Walk) -> Int? {
        switch self.stages[walk.stage] {
        case .filter(let chain): chain
        case .translation(let chains): chains[walk.chainOfStage]
        }
    }

    func record(_ effect: TracePath.Effect, _ walk: inout Walk) {
        let point = self.ruleset.chains[walk.place.chain].rules[walk.place.rule].point
        walk.steps.append(TracePath.Step(point: point, effect: effect, isUncertain: walk.isUncertain))
    }

    func point(of walk: Walk) -> DecisionPoint {
        self.ruleset.chains[walk.place.chain].rules[walk.place.rule].point
    }
}
