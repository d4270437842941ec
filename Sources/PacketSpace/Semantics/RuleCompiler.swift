internal import Addressing
internal import Nftables

/// Turns the statements of one rule into steps.
struct RuleCompiler {
    private let builder: ConditionBuilder
    private let context: RuleContext
    /// The chains of the rule's table, by name.
    private let chains: [String: Int]
    private var reader: SubjectReader
    /// What in the rule cannot be decided, in order.
    private(set) var uncertain: [String] = []

    init(_ builder: ConditionBuilder, _ context: RuleContext, chains: [String: Int]) {
        self.builder = builder
        self.context = context
        self.chains = chains
        self.reader = SubjectReader(builder.store, context)
    }

    mutating func steps(of rule: ListedRule) -> [Step] {
        var steps: [Step] = []
        for statement in rule.statements {
            if case .reject(let family?) = statement { steps.append(.match(self.reader.packets(of: family))) }
            if let step = self.step(statement) { steps.append(step) }
        }
        return steps
    }

    private mutating func step(_ statement: ListedStatement) -> Step? {
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
        case .undecidable(let name):
            self.uncertain.append(name)
            return .perhaps
        case .updateSet(let key, let set, _):
            self.uncertain.append("update of set '\(set)'")
            let requirement = SetKey(key, self.reader, self.builder.store).requirement
            return .match(self.builder.perhaps(requirement))
        case .neutral:
            return nil
        case .divert(let name):
            self.uncertain.append(name)
            switch name {
            case "queue": return .hand
            case "tproxy": return .perhaps
            case "fwd": return .decide(.drop)
            default: return .anything
            }
        case .unknown(let name):
            self.uncertain.append("unknown statement '\(name)'")
            return .anything
        }
    }

    private mutating func note(_ condition: Condition, _ expression: Expression) {
        if !condition.isExact { self.uncertain.append(expression.description) }
    }

    private func decision(_ verdict: ListedVerdict) -> Step.Decision {
        switch verdict {
        case .accept: .accept
        case .drop: .drop
        case .return: .return
        case .continue: .continue
        case .jump(let name): self.chains[name].map { .jump($0) } ?? .drop
        case .goto(let name): self.chains[name].map { .goto($0) } ?? .drop
        }
    }

    // MARK: - Maps

    private mutating func branch(_ expression: Expression, _ data: Constant) -> Step {
        let contents = self.builder.sets.contents(of: data, table: self.context.table)
        let branches = self.conditions(of: Self.groups(contents), expression, contents).compactMap { value, condition in
            if case .verdict(let verdict) = value {
                (condition: condition, decision: self.decision(verdict))
            } else {
                nil
            }
        }
        self.reader.pass(expression)
        if contents.mayHoldMore || branches.contains(where: { !$0.condition.isExact }) {
            self.uncertain.append("verdict map over \(expression)")
        }
        return .branch(branches, perhapsAnything: contents.mayHoldMore)
    }

    /// The elements of a map by what it gives for them, in the order of the first of each.
    private static func groups(_ contents: SetContents) -> [(value: MapValue, elements: [SetElement])] {
        var numbers: [MapValue: Int] = [:]
        var groups: [(value: MapValue, elements: [SetElement])] = []
        for element in contents.elements {
            guard let value = element.value else { continue }
            if let number = numbers[value] {
                groups[number].elements.append(element)
            } else {
                numbers[value] = groups.count
                groups.append((value, [element]))
            }
        }
        return groups
    }

    /// For each value of a map the packets that get it.
    private func conditions(
        of groups: [(value: MapValue, elements: [SetElement])],
        _ expression: Expression,
        _ contents: SetContents
    ) -> [(value: MapValue, condition: Condition)] {
        let store = self.builder.store
        let key = SetKey(expression, self.reader, store)
        var catchAll: (value: MapValue, mayExpire: Bool)?
        var result: [(value: MapValue, condition: Condition)] = []
        let hasCatchAll = contents.elements.contains { $0.key == .everythingElse }
        var others = Condition.never
        for (value, elements) in groups {
            if let element = elements.first(where: { $0.key == .everythingElse }) {
                catchAll = (value, element.mayExpire)
            }
            let plain = elements.filter { $0.key != .everythingElse }
            let member = self.builder.membership(of: plain, key)
            if hasCatchAll { others = self.builder.union(others, member) }
            let found = store.intersection(key.requirement, member)
            let mayBeGone = contents.mayHoldLess || contents.mayHoldMore
            result.append((value, mayBeGone ? self.builder.perhaps(found) : found))
        }
        if let catchAll {
            let rest = store.intersection(key.requirement, self.builder.negated(others))
            let isVague = catchAll.mayExpire || contents.mayHoldLess || contents.mayHoldMore
            result.append((catchAll.value, isVague ? self.builder.perhaps(rest) : rest))
        }
        return result
    }

    /// What an expression gives: for each possible constant the packets that get it. `nil` for any other expression.
    private func constants(of expression: Expression) -> [(constant: Constant?, condition: Condition)]? {
        switch expression {
        case .constant(let constant):
            return [(constant, .always)]
        case .map(let key, let data):
            let contents = self.builder.sets.contents(of: data, table: self.context.table)
            let requirement = SetKey(key, self.reader, self.builder.store).requirement
            guard !contents.mayHoldMore, !contents.mayHoldLess else {
                return [(nil, self.builder.perhaps(requirement))]
            }
            return self.conditions(of: Self.groups(contents), key, contents).map { value, condition in
                if case .constant(let constant) = value { (constant, condition) } else { (nil, condition) }
            }
        default:
            return nil
        }
    }

    // MARK: - Changes

    private mutating func mangle(_ target: Expression, _ value: Expression) -> Step? {
        let subject = self.reader.subject(of: target)
        let fields: [Field]
        switch (target, subject.place) {
        case (.meta("mark"), _): fields = Field.mark
        case (.connection("mark", nil), _): fields = Field.connectionMark
        case (.payload, .field(let changed)) where changed != .transport: fields = [changed]
        case (.payload, .parts), (.payload, .nextHeader), (.payload("ip", "protocol"), _):
            self.uncertain.append("change of \(target)")
            return .anything
        default:
            return self.mangleUnseen(target, value, subject)
        }
        var branches = self.assignments(of: fields, subject.kind, value)
        switch target {
        case .payload:
            branches = self.restricted(branches, to: subject.requirement)
        case .connection:
            // Setting the mark of a connection that does not exist does nothing; reading it ends the rule.
            let exists = self.context.isBeforeTracking ? self.builder.perhaps(.always) : self.reader.tracked
            branches = self.restricted(branches, to: exists)
            let readable = self.reader.subject(of: value).requirement
            let isConstant = if case .constant = value { true } else { false }
            branches.append(
                (self.builder.store.intersection(self.builder.negated(exists), isConstant ? .always : readable), [])
            )
        default:
            break
        }
        if branches.contains(where: { !$0.condition.isExact || $0.changes.contains(where: \.isVague) }) {
            self.uncertain.append("\(target) set \(value)")
        }
        return .assign(branches)
    }

    /// A change of something that no rule reads back; the rule ends where the thing, or its new value, is not there.
    private mutating func mangleUnseen(_ target: Expression, _ value: Expression, _ subject: Subject) -> Step? {
        switch (target, value) {
        case (.meta, .constant), (.connection, .constant):
            return nil
        case (.payload, .constant):
            self.uncertain.append("change of \(target)")
            return .match(self.builder.perhaps(subject.requirement))
        default:
            self.uncertain.append("change of \(target)")
            return .perhaps
        }
    }

    private typealias Branch = (condition: Condition, changes: [Assignment])

    private func restricted(_ branches: [Branch], to condition: Condition) -> [Branch] {
        branches.map { (self.builder.store.intersection($0.condition, condition), $0.changes) }
    }

    private func assignments(of fields: [Field], _ kind: ValueKind, _ value: Expression) -> [Branch] {
        if let constants = self.constants(of: value) {
            return constants.map { constant, condition in
                (condition, self.assignments(of: fields, kind, constant))
            }
        }
        let source = self.reader.subject(of: value)
        let anything = fields.map { Assignment($0, .oneOf(0...$0.highest)) }
        guard let sourceFields = source.fields, sourceFields.count == fields.count else {
            return [(source.requirement, anything)]
        }
        if sourceFields == fields {
            let width = kind.width / fields.count
            let changes = fields.enumerated().map { index, field in
                let shift = width * (fields.count - 1 - index)
                return Assignment(field, .transformed(source.transform.part(from: shift, width: width), width: width))
            }
            return [(source.requirement, changes)]
        }
        guard source.transform == .identity, Set([sourceFields, fields]) == [Field.mark, Field.connectionMark] else {
            return [(source.requirement, anything)]
        }
        let copies = zip(fields, sourceFields).map { Assignment($0, .copied(from: $1)) }
        return [(source.requirement, copies)]
    }

    private func assignments(of fields: [Field], _ kind: ValueKind, _ constant: Constant?) -> [Assignment] {
        guard let constant, let values = kind.values(of: constant) else {
            return fields.map { Assignment($0, .oneOf(0...$0.highest)) }
        }
        guard fields.count > 1 else { return [Assignment(fields[0], self.value(of: constant, fields[0], kind))] }
        guard values.lowerBound == values.upperBound else {
            return fields.map { Assignment($0, .oneOf(0...$0.highest)) }
        }
        let width = kind.width / fields.count
        return fields.enumerated().map { index, field in
            let part = values.lowerBound >> UInt128(width * (fields.count - 1 - index))
            return Assignment(field, .constant(UInt64(truncatingIfNeeded: part) & field.highest))
        }
    }

    private func value(of constant: Constant?, _ field: Field, _ kind: ValueKind) -> Assignment.Value {
        guard let constant, let values = kind.values(of: constant) else { return .oneOf(0...field.highest) }
        let range = UInt64(values.lowerBound)...UInt64(values.upperBound)
        return range.lowerBound == range.upperBound ? .constant(range.lowerBound) : .oneOf(range)
    }

    // MARK: - Translation

    private mutating func translate(_ target: TranslationTarget) -> Step {
        let isSource = target.translation == .source || target.translation == .masquerade
        let portField = isSource ? Field.sourcePort : .destinationPort
        let anyPort = Assignment(portField, .oneOf(0...portField.highest))
        let anyAddress = [
            Assignment(isSource ? .sourceHigh : .destinationHigh, .oneOf(0...UInt64.max)),
            Assignment(isSource ? .sourceLow : .destinationLow, .oneOf(0...UInt64.max)),
        ]
        var branches: [Branch] = [(.always, [])]
        if target.translation == .masquerade || target.translation == .redirect {
            branches = [(.always, anyAddress)]
        } else if let address = target.address {
            branches =
                target.isPlain
                ? self.addresses(address, isSource: isSource, otherwise: anyAddress + [anyPort])
                : [(self.requirement(of: address), anyAddress + [anyPort])]
        }
        if let port = target.port, target.isPlain, case .constant(let constant) = port {
            let value = self.value(of: constant, portField, .port)
            branches = branches.map { ($0.condition, $0.changes + [Assignment(portField, value)]) }
        } else if target.port != nil || isSource {
            // A source port changes where another connection has it already.
            branches = branches.map { ($0.condition, $0.changes + [anyPort]) }
        }
        if let family = target.family { branches = self.restricted(branches, to: self.reader.packets(of: family)) }
        if branches.contains(where: { !$0.condition.isExact || $0.changes.contains(where: \.isVague) }) {
            self.uncertain.append(target.translation.rawValue)
        }
        return .translate(branches)
    }

    private func requirement(of expression: Expression) -> Condition {
        guard case .map(let key, let data) = expression else { return .always }
        let contents = self.builder.sets.contents(of: data, table: self.context.table)
        return self.builder.lookup(key, contents, self.reader).member
    }

    private func addresses(
        _ expression: Expression,
        isSource: Bool,
        otherwise anything: [Assignment]
    ) -> [Branch] {
        guard let constants = self.constants(of: expression) else { return [(.always, anything)] }
        let high = isSource ? Field.sourceHigh : .destinationHigh
        let low = isSource ? Field.sourceLow : .destinationLow
        return constants.map { constant, condition in
            switch constant {
            case .ipv4(let range):
                let values = UInt64(range.lowerBound.rawValue)...UInt64(range.upperBound.rawValue)
                let value: Assignment.Value =
                    values.lowerBound == values.upperBound ? .constant(values.lowerBound) : .oneOf(values)
                return (condition, [Assignment(low, value)])
            case .ipv6(let range) where range.lowerBound == range.upperBound:
                let value = range.lowerBound.rawValue
                return (
                    condition,
                    [
                        Assignment(high, .constant(UInt64(value >> 64))),
                        Assignment(low, .constant(UInt64(truncatingIfNeeded: value))),
                    ]
                )
            default:
                return (condition, anything)
            }
        }
    }
}

extension Assignment {
    var isVague: Bool {
        switch self.value {
        case .oneOf: true
        case .constant, .transformed, .copied: false
        }
    }
}
