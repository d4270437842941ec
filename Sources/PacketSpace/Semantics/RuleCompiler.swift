internal import Nftables

/// Turns the statements of one rule into steps.
struct RuleCompiler {
    /// What changes for the packets of a condition.
    typealias Branch = (condition: Condition, changes: [Assignment])

    let builder: ConditionBuilder
    let context: RuleContext
    /// The chains of the rule's table, by name.
    let chains: [String: Int]
    var reader: SubjectReader
    /// What in the rule cannot be decided, in order.
    var uncertain: [String] = []

    private let rule: ListedRule

    init(_ rule: ListedRule, _ builder: ConditionBuilder, _ context: RuleContext, chains: [String: Int]) {
        self.rule = rule
        self.builder = builder
        self.context = context
        self.chains = chains
        self.reader = SubjectReader(builder.store, context, rule)
    }

    mutating func steps() -> [Step] {
        var steps: [Step] = []
        let joined = self.rule.joinedDifferences
        for (place, statement) in self.rule.statements.enumerated() {
            if let run = joined.first(where: { $0.contains(place) }) {
                if place == run.lowerBound { steps.append(.match(self.differences(at: run))) }
                continue
            }
            if case .reject(let reject) = statement {
                if let family = reject.family { steps.append(.match(self.reader.packets(of: family))) }
                if reject.type == "tcp reset" {
                    let condition = self.reader.requirement(of: "tcp")
                    self.note(condition, .meta("l4proto"))
                    steps.append(.match(condition))
                }
            }
            if let step = self.step(statement) { steps.append(step) }
        }
        return steps
    }

    /// Where all are different, the rule goes on, and where some are, perhaps.
    private mutating func differences(at places: Range<Int>) -> Condition {
        var all = Diagram.everything
        var some = Diagram.nothing
        for case .match(let comparison, let expression, let constant) in self.rule.statements[places] {
            let condition = self.builder.condition(comparison, expression, constant, self.reader)
            self.reader.pass(expression)
            all = self.builder.store.intersection(all, condition.surely)
            some = self.builder.store.union(some, condition.possibly)
        }
        self.uncertain.append("several '!=', for which nft may have listed one")
        return Condition(surely: all, possibly: some)
    }

    mutating func step(_ statement: ListedStatement) -> Step? {
        switch statement {
        case .match(let comparison, let expression, let constant):
            let condition = self.builder.condition(comparison, expression, constant, self.reader)
            self.reader.pass(expression)
            self.note(condition, expression)
            return .match(condition)
        case .verdict(let verdict):
            return .decide(self.decision(verdict))
        case .verdictMap(let expression, let data):
            return self.branch(expression, data)
        case .reject:
            return .decide(.drop)
        case .mangle(let target, let value):
            return self.mangle(target, value)
        case .notrack:
            return .untrack
        case .translate(let target):
            return self.translate(target)
        case .connectionsOver, .undecidable("ct count"):
            self.uncertain.append("ct count")
            return self.count(.always)
        case .limit:
            self.uncertain.append("limit")
            return .perhaps
        case .undecidable("flow add"):
            // Packets that no flow can be made of end the rule. Source: `nft_flow_offload_eval` of the kernel.
            self.uncertain.append("flow add: what belongs to its flows passes no chain at forward any more")
            return .perhaps
        case .undecidable("ct helper"):
            self.uncertain.append("ct helper")
            return .assign([(self.builder.perhaps(.always), Self.forgottenStatus)])
        case .undecidable(let name):
            self.uncertain.append(name)
            return .perhaps
        case .updateSet(let update):
            self.uncertain.append("update of set '\(update.set)'")
            let requirement = SetKey(update.key, self.reader, self.builder.store).requirement
            let counts = update.statements.contains(where: \.countsConnections)
            return counts ? self.count(requirement) : .match(self.builder.perhaps(requirement))
        case .neutral("ct helper"):
            self.uncertain.append("ct helper: it drops what it cannot read")
            return .assign([(.always, Self.forgottenStatus)])
        case .counter, .log, .neutral:
            return nil
        case .synproxy:
            self.uncertain.append("synproxy: it answers for the server, whose own answers to openings go no further")
            return .anything
        case .divert(let name):
            self.uncertain.append(name)
            switch name {
            case "queue": return .hand
            case "tproxy": return .perhaps
            case "fwd": return .decide(.drop)
            // The copy goes a way of its own, and may come back by the loopback interface.
            case "dup": return .rewritten
            default: return .anything
            }
        case .unknown(let name):
            self.uncertain.append("unknown statement '\(name)'")
            return .rewritten
        }
    }

    /// A count of connections goes on with the rule or not, and drops what belongs to none and looks like none.
    ///
    /// Source: `nft_connlimit_do_eval` of the kernel.
    private func count(_ requirement: Condition) -> Step {
        let store = self.builder.store
        let untied = store.packets(in: [.invalid, .untracked])
        let strange = store.difference(
            untied,
            store.set(Field.transport.rawValue, in: [1...1, 6...6, 17...17, 58...58])
        )
        let uncounted = store.intersection(requirement, Condition(strange))
        return .branch(
            [(self.builder.perhaps(uncounted), .drop), (self.builder.perhaps(requirement), .continue)],
            perhapsAnything: false
        )
    }

    /// That a connection has a helper is in its status. Source: `nft_ct_helper_obj_eval` of the kernel.
    private static let forgottenStatus = Field.status.map { Assignment($0, .oneOf(0...$0.highest)) }

    mutating func note(_ condition: Condition, _ expression: Expression) {
        if !condition.isExact { self.uncertain.append("\(expression)\(self.unsaid)") }
    }

    /// Why what is named may not be known, though it is asked by name.
    private var unsaid: String {
        self.rule.unlisted == .unknown ? ", of a protocol that the listing does not say" : ""
    }

    func decision(_ verdict: ListedVerdict) -> Step.Decision {
        switch verdict {
        case .accept: .accept
        case .drop: .drop
        case .return: .return
        case .continue: .continue
        case .jump(let name): self.chains[name].map { .jump($0) } ?? .drop
        case .goto(let name): self.chains[name].map { .goto($0) } ?? .drop
        }
    }
}

extension ListedStatement {
    /// Whether it may do anything.
    var isUnread: Bool { if case .unknown = self { true } else { false } }
    var countsConnections: Bool {
        switch self {
        case .connectionsOver, .undecidable("ct count"): true
        default: false
        }
    }
}
