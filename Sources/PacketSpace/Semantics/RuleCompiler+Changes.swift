internal import Nftables

extension RuleCompiler {
    mutating func mangle(_ target: Expression, _ value: Expression) -> Step? {
        let subject = self.reader.subject(of: target)
        let fields: [Field]
        switch (target, subject.place) {
        case (.meta("mark"), _): fields = Field.mark
        case (.connection("mark", nil), _): fields = Field.connectionMark
        case (.meta("pkttype"), _): fields = [.linkKind]
        case (.connection("zone", _), _): return self.changeZone(value)
        case (_, _) where Self.rewrites(target):
            self.uncertain.append("change of \(target)")
            return .rewritten
        case (.payload, .field(let changed)): fields = [changed]
        default:
            return self.mangleUnseen(target, value, subject)
        }
        var branches = self.assignments(of: fields, subject.kind, value)
        switch target {
        case .payload(_, let name):
            branches = self.restricted(branches, to: subject.requirement)
            // Policy routing may look at the type of service, too.
            if self.context.routesMatter, ["saddr", "daddr", "dscp"].contains(name) {
                branches = self.forgettingRoutes(branches, isSource: name != "daddr")
            }
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

    /// Tracking looks for a packet's connection in the zone that the packet is put in, so that an answer to what was sent
    /// in another zone belongs to nothing. What begins something begins it in any zone, and what tracking has seen stays.
    ///
    /// Source: the kernel's `nft_ct_set_zone_eval`.
    mutating func changeZone(_ value: Expression) -> Step? {
        let readable = self.readable(value)
        guard self.context.isBeforeTracking else {
            self.note(readable, value)
            return .assign(self.restricted(self.withTemplate, to: readable))
        }
        self.uncertain.append("ct zone: answers may belong to no connection")
        let branches: [Branch] = ConnectionState.allCases.map { state in
            let packets = Condition(self.builder.store.set(.state, UInt64(state.rawValue)))
            let others = state.inAnotherZone
            return (packets, others == [state] ? [] : [Assignment(.state, .anyOf(others.map { UInt64($0.rawValue) }))])
        }
        return .assign(self.restricted(branches, to: readable))
    }

    /// What tracking has made nothing of gets the template of a zone instead of a connection, and from then on counts as new.
    private var withTemplate: [Branch] {
        let untied = [ConnectionState.invalid, .untracked].map { UInt64($0.rawValue)...UInt64($0.rawValue) }
        let others = (Field.connectionMark + Field.status).map { Assignment($0, .oneOf(0...$0.highest)) }
        return [
            (
                Condition(self.builder.store.set(Field.state.rawValue, in: untied)),
                [Assignment(.state, .constant(UInt64(ConnectionState.new.rawValue)))] + others
            ), (.always, []),
        ]
    }

    /// Packets for which an expression gives something: for the others the rule ends.
    func readable(_ value: Expression) -> Condition {
        guard let constants = self.constants(of: value) else { return self.reader.subject(of: value).requirement }
        return constants.reduce(.never) { self.builder.union($0, $1.condition) }
    }

    /// What routes say of an address is something else after it was changed.
    func forgettingRoutes(_ branches: [Branch], isSource: Bool) -> [Branch] {
        let fields: [Field] =
            isSource
            ? [.reversePath, .sourceType, .sourceTypeHere] : [.reversePath, .destinationType, .destinationTypeHere]
        let forgotten = fields.map { Assignment($0, .oneOf(0...$0.highest)) }
        return branches.map { ($0.condition, $0.changes + forgotten) }
    }

    /// Fields whose bytes are read as nothing else, and that say nothing of what the others mean.
    private static let fieldsOfTheirOwn: [String: Set<String>] = [
        "ip": ["saddr", "daddr", "ttl", "id", "dscp", "ecn", "checksum"],
        "ip6": ["hoplimit", "flowlabel", "dscp", "ecn"],
        "tcp": ["sport", "dport", "flags", "sequence", "ackseq", "window", "urgptr", "checksum"],
        "udp": ["sport", "dport", "checksum"],
        "icmp": ["type", "code", "checksum"],
        "icmpv6": ["type", "code", "checksum"],
    ]

    /// Whether setting something may set fields of other names: then the packet may be any other one.
    ///
    /// `th` writes the same bytes whatever the protocol is, and those of ICMP are a type and a code.
    static func rewrites(_ target: Expression) -> Bool {
        switch target {
        case .payload(let header, let field): self.fieldsOfTheirOwn[header]?.contains(field) != true
        // Options have no bytes that are read as anything else.
        case .other(let name): !name.hasPrefix("tcp option")
        case .meta, .connection, .binary, .concatenation, .map, .constant, .routes: false
        }
    }

    /// A change of something that no rule reads back; the rule ends where the thing, or its new value, is not there.
    mutating func mangleUnseen(_ target: Expression, _ value: Expression, _ subject: Subject) -> Step? {
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

    func restricted(_ branches: [Branch], to condition: Condition) -> [Branch] {
        branches.map { (self.builder.store.intersection($0.condition, condition), $0.changes) }
    }

    func assignments(of fields: [Field], _ kind: ValueKind, _ value: Expression) -> [Branch] {
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

    func assignments(of fields: [Field], _ kind: ValueKind, _ constant: Constant?) -> [Assignment] {
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

    func value(of constant: Constant?, _ field: Field, _ kind: ValueKind) -> Assignment.Value {
        guard let constant, let values = kind.values(of: constant) else { return .oneOf(0...field.highest) }
        // The kernel leaves a packet as it is that it is to call something it has no name for (`skb_pkt_type_ok`).
        guard values.upperBound <= UInt128(field.highest) else { return .oneOf(0...field.highest) }
        let range = UInt64(values.lowerBound)...UInt64(values.upperBound)
        return range.lowerBound == range.upperBound ? .constant(range.lowerBound) : .oneOf(range)
    }
}
