internal import Nftables

/// Sends one packet through the rules of a hook, statement by statement, as the kernel does.
///
/// Knows nothing of diagrams: what it says can be held against what they say. Where nobody can know what a statement
/// does, it follows both ways.
struct Tracer {
    /// Where one way of the packet has come to.
    private struct Walk {
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

    private struct Place {
        let chain: Int
        var rule = 0
        var statement = 0
    }

    /// How many ways are followed at most, and how many statements on all of them together.
    private enum Limits {
        static let paths = 256
        static let statements = 100_000
    }

    private let ruleset: JudgedRuleset
    private let chains: [ListedChain]
    private let numbers: [[String: Int]]
    private let sets: SetTable
    private let stages: [HookEvaluation.Stage]

    init(_ ruleset: JudgedRuleset, hook: Hook) {
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
        self.sets = SetTable(ruleset.tables)
        self.stages = HookEvaluation.stages(of: hook, ruleset)
    }

    /// Every way that the packet can go.
    ///
    /// - Returns: `isComplete` is false if there are more ways than are worth following.
    func paths(of packet: Packet) -> (paths: [TracePath], isComplete: Bool) {
        var open = [Walk(packet: TracedPacket(packet))]
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
    private func advance(_ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
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

    private func enter(_ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        guard walk.stage < self.stages.count else {
            return TracePath(steps: walk.steps, isAccepted: true, decidedBy: walk.decidedBy)
        }
        switch self.stages[walk.stage] {
        case .filter(let chain):
            self.enter(chain, &walk, &open)
        case .translation(let chains):
            if walk.chainOfStage >= chains.count || !self.isTranslatable(&walk, &open) {
                self.nextStage(&walk)
            } else {
                self.enter(chains[walk.chainOfStage], &walk, &open)
            }
        }
        return nil
    }

    private func enter(_ chain: Int, _ walk: inout Walk, _ open: inout [Walk]) {
        let isOfFamily =
            switch self.ruleset.chains[chain].family {
            case "ip": walk.packet.packet.family == .ipv4
            case "ip6": walk.packet.packet.family == .ipv6
            default: true
            }
        guard isOfFamily else { return self.afterBaseChain(&walk) }
        if self.ruleset.chains[chain].mayBeDormant {
            var other = walk
            self.afterBaseChain(&other)
            open.append(other)
        }
        walk.isInside = true
        walk.place = Place(chain: chain)
        walk.stack = []
    }

    private func isTranslatable(_ walk: inout Walk, _ open: inout [Walk]) -> Bool {
        switch walk.packet.packet.state {
        case .new: return true
        case .related:
            guard walk.chainOfStage == 0 else { return true }
            var other = walk
            self.nextStage(&other)
            open.append(other)
            return true
        case .established, .invalid, .untracked: return false
        }
    }

    private func nextStage(_ walk: inout Walk) {
        walk.stage += 1
        walk.chainOfStage = 0
        walk.isInside = false
    }

    /// The chain let the packet pass.
    private func afterBaseChain(_ walk: inout Walk) {
        walk.isInside = false
        switch self.stages[walk.stage] {
        case .filter: self.nextStage(&walk)
        case .translation: walk.chainOfStage += 1
        }
    }

    private func nextRule(_ walk: inout Walk) {
        walk.place.rule += 1
        walk.place.statement = 0
        walk.isUncertain = false
    }

    private func endOfChain(_ walk: inout Walk) -> TracePath? {
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

    private func baseChain(of walk: Walk) -> Int? {
        switch self.stages[walk.stage] {
        case .filter(let chain): chain
        case .translation(let chains): chains[walk.chainOfStage]
        }
    }

    private func record(_ effect: TracePath.Effect, _ walk: inout Walk) {
        let point = self.ruleset.chains[walk.place.chain].rules[walk.place.rule].point
        walk.steps.append(TracePath.Step(point: point, effect: effect, isUncertain: walk.isUncertain))
    }

    private func point(of walk: Walk) -> DecisionPoint {
        self.ruleset.chains[walk.place.chain].rules[walk.place.rule].point
    }

    // MARK: - Statements

    private func perform(_ statement: ListedStatement, _ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        let interpreter = self.interpreter(of: walk)
        switch statement {
        case .match(let comparison, let expression, let constant):
            self.goOn(interpreter.matches(comparison, expression, constant), &walk, &open)
        case .verdict(let verdict):
            return self.follow(verdict, &walk)
        case .verdictMap(let expression, let data):
            return self.followMap(interpreter.lookup(expression, data), &walk, &open)
        case .reject(let family):
            guard interpreter.isOfFamily(family) else {
                self.goOn(.no, &walk, &open)
                return nil
            }
            return self.follow(.drop, &walk)
        case .mangle(let target, let value):
            self.changed(interpreter.mangled(target, value), &walk, &open)
        case .notrack:
            if self.isBeforeTracking(walk) { walk.packet.packet.state = .untracked }
            walk.place.statement += 1
        case .translate(let target):
            return self.translate(interpreter.translated(target), &walk, &open)
        case .undecidable:
            self.goOn(.perhaps, &walk, &open)
        case .updateSet(let key, _, _):
            self.goOn(interpreter.isReadable(key) == .no ? .no : .perhaps, &walk, &open)
        case .neutral:
            walk.place.statement += 1
        case .divert(let name):
            return self.divert(name, &walk, &open)
        case .unknown:
            self.fork(walk, .accept, &open)
            self.fork(walk, .drop, &open)
            self.goOn(.perhaps, &walk, &open)
        }
        return nil
    }

    private func interpreter(of walk: Walk) -> Interpreter {
        let chain = walk.place.chain
        return Interpreter(
            packet: walk.packet,
            family: self.ruleset.chains[chain].family,
            table: self.ruleset.chains[chain].table,
            sets: self.sets,
            isBeforeTracking: self.ruleset.chains[chain].isBeforeTracking,
            earlier: Array(self.chains[chain].rules[walk.place.rule].statements[..<walk.place.statement])
        )
    }

    private func isBeforeTracking(_ walk: Walk) -> Bool {
        self.baseChain(of: walk).flatMap { self.ruleset.chains[$0].base }.map(JudgedRuleset.isBeforeTracking) ?? false
    }

    private func goOn(_ answer: Answer, _ walk: inout Walk, _ open: inout [Walk]) {
        if answer == .perhaps {
            var other = walk
            other.isUncertain = true
            self.record(.notMatched, &other)
            self.nextRule(&other)
            open.append(other)
            walk.isUncertain = true
        }
        if answer == .no {
            self.record(.notMatched, &walk)
            self.nextRule(&walk)
        } else {
            walk.place.statement += 1
        }
    }

    private func follow(_ verdict: ListedVerdict, _ walk: inout Walk) -> TracePath? {
        let names = self.numbers[self.ruleset.chains[walk.place.chain].table]
        switch verdict {
        case .accept:
            self.record(.accepted, &walk)
            walk.decidedBy = self.point(of: walk)
            self.afterBaseChain(&walk)
        case .drop:
            self.record(.dropped, &walk)
            return TracePath(steps: walk.steps, isAccepted: false, decidedBy: self.point(of: walk))
        case .jump(let name), .goto(let name):
            guard let chain = names[name] else { return self.follow(.drop, &walk) }
            self.record(.sent(to: name), &walk)
            self.nextRule(&walk)
            if case .jump = verdict { walk.stack.append(walk.place) }
            walk.place = Place(chain: chain)
        case .return:
            self.record(.returned, &walk)
            return self.endOfChain(&walk)
        case .continue:
            walk.place.statement += 1
        }
        return nil
    }

    /// Adds a way on which the current rule gives a verdict.
    private func fork(_ walk: Walk, _ verdict: ListedVerdict, _ open: inout [Walk]) {
        var other = walk
        other.isUncertain = true
        other.end = self.follow(verdict, &other)
        open.append(other)
    }

    private func followMap(_ found: [Interpreter.Found], _ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        for entry in found.dropLast() { self.followEntry(entry, walk, &open) }
        guard let last = found.last else { return nil }
        walk.isUncertain = found.count > 1
        switch last {
        case .nothing: self.goOn(.no, &walk, &open)
        case .value(.verdict(let verdict)): return self.follow(verdict, &walk)
        case .value(.constant), .anything:
            self.fork(walk, .accept, &open)
            self.fork(walk, .drop, &open)
            self.goOn(.perhaps, &walk, &open)
        }
        return nil
    }

    private func followEntry(_ entry: Interpreter.Found, _ walk: Walk, _ open: inout [Walk]) {
        var other = walk
        other.isUncertain = true
        switch entry {
        case .nothing:
            self.goOn(.no, &other, &open)
            open.append(other)
        case .value(.verdict(let verdict)):
            self.fork(walk, verdict, &open)
        case .value(.constant), .anything:
            self.fork(walk, .accept, &open)
            self.fork(walk, .drop, &open)
            self.goOn(.perhaps, &other, &open)
            open.append(other)
        }
    }

    private func changed(_ results: [TracedPacket?], _ walk: inout Walk, _ open: inout [Walk]) {
        let isUncertain = walk.isUncertain || results.count > 1
        for (index, result) in results.enumerated() {
            var other = walk
            other.isUncertain = isUncertain
            if let packet = result {
                other.packet = packet
                other.place.statement += 1
            } else {
                self.goOn(.no, &other, &open)
            }
            if index == results.count - 1 { walk = other } else { open.append(other) }
        }
    }

    private func translate(_ results: [TracedPacket?], _ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        for (index, result) in results.enumerated() {
            var other = walk
            other.isUncertain = walk.isUncertain || results.count > 1
            if let packet = result {
                self.record(.translated, &other)
                other.decidedBy = self.point(of: other)
                other.packet = packet
                self.nextStage(&other)
            } else {
                self.goOn(.no, &other, &open)
            }
            if index == results.count - 1 { walk = other } else { open.append(other) }
        }
        return nil
    }

    private func divert(_ name: String, _ walk: inout Walk, _ open: inout [Walk]) -> TracePath? {
        switch name {
        case "queue":
            walk.isUncertain = true
            self.fork(walk, .drop, &open)
            return self.follow(.accept, &walk)
        case "fwd":
            return self.follow(.drop, &walk)
        case "tproxy":
            self.goOn(.perhaps, &walk, &open)
        default:
            self.fork(walk, .accept, &open)
            self.fork(walk, .drop, &open)
            self.goOn(.perhaps, &walk, &open)
        }
        return nil
    }
}
