extension ListingPrinter {
    func statement(_ statement: ListedStatement) throws(UnprintableListing) -> JSONValue {
        switch statement {
        case .match(let comparison, let left, let right):
            return .tagged(
                "match",
                .object([
                    ("op", .string(comparison.rawValue)), ("left", try self.expression(left)),
                    ("right", try self.compared(right, comparison)),
                ])
            )
        case .verdict(let verdict): return Self.verdict(verdict)
        case .verdictMap(let key, let data):
            return .tagged(
                "vmap",
                .object([("key", try self.expression(key)), ("data", try self.constant(data))])
            )
        case .mangle(let target, let value):
            return .tagged(
                "mangle",
                .object([("key", try self.expression(target)), ("value", try self.expression(value))])
            )
        case .notrack: return .tagged("notrack", .null)
        case .translate(let target): return try self.translation(target)
        case .connectionsOver(let count):
            return .tagged("ct count", .object([("val", JSONValue(count)), ("inv", .boolean(true))]))
        case .limit(let limit): return Self.limit(limit)
        case .updateSet(let update): return try self.update(update)
        case .counter(let name?): return .tagged("counter", .string(name))
        case .counter(nil):
            return .tagged("counter", .object([("packets", .number(0)), ("bytes", .number(0))]))
        case .log(let log): return Self.log(log)
        case .reject(let reject):
            var members: [(key: String, value: JSONValue)] = []
            if let type = reject.type { members.append(("type", .string(type))) }
            if let code = reject.code { members.append(("expr", .string(code))) }
            return .tagged("reject", members.isEmpty ? .null : .object(members))
        case .synproxy(let synproxy): return Self.synproxy(synproxy)
        case .undecidable, .neutral, .divert, .unknown:
            throw UnprintableListing(what: statement.description)
        }
    }

    static func verdict(_ verdict: ListedVerdict) -> JSONValue {
        switch verdict {
        case .accept: .tagged("accept", .null)
        case .drop: .tagged("drop", .null)
        case .return: .tagged("return", .null)
        case .continue: .tagged("continue", .null)
        case .jump(let chain): .tagged("jump", .object([("target", .string(chain))]))
        case .goto(let chain): .tagged("goto", .object([("target", .string(chain))]))
        }
    }

    /// Several bits are one value where all of them are compared, and a list where each is tested.
    private func compared(
        _ constant: Constant,
        _ comparison: ListedStatement.Comparison
    ) throws(UnprintableListing) -> JSONValue {
        guard case .flags(let flags) = constant, comparison == .equal || comparison == .different else {
            return try self.constant(constant)
        }
        return .tagged("|", .array(try self.list(flags, self.constant)))
    }

    private func translation(_ target: TranslationTarget) throws(UnprintableListing) -> JSONValue {
        let name = target.translation.rawValue
        try Self.expect(target.isPlain, name)
        var members: [(key: String, value: JSONValue)] = []
        if let family = target.family { members.append(("family", .string(family.rawValue))) }
        if let address = target.address { members.append(("addr", try self.expression(address))) }
        if let port = target.port { members.append(("port", try self.expression(port))) }
        return .tagged(name, members.isEmpty ? .null : .object(members))
    }

    private func update(_ update: ListedUpdate) throws(UnprintableListing) -> JSONValue {
        try Self.expect(!update.hasMore, "\(update.operation.rawValue) @\(update.set)")
        var members: [(key: String, value: JSONValue)] = [
            ("op", .string(update.operation.rawValue)), ("elem", try self.element(of: update)),
            ("set", .string("@\(update.set)")),
        ]
        if !update.statements.isEmpty {
            members.append(("stmt", .array(try self.list(update.statements, self.statement))))
        }
        return .tagged("set", .object(members))
    }

    private func element(of update: ListedUpdate) throws(UnprintableListing) -> JSONValue {
        let key = try self.expression(update.key)
        guard let timeout = update.timeout else { return key }
        return .tagged("elem", .object([("val", key), ("timeout", JSONValue(timeout))]))
    }

    private static func limit(_ limit: ListedLimit) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("rate", .number(limit.rate)), ("burst", .number(limit.burst)), ("per", .string(limit.period)),
        ]
        if limit.unit != ListedLimit.packets { members.append(("rate_unit", .string(limit.unit))) }
        if limit.burstUnit != ListedLimit.packets { members.append(("burst_unit", .string(limit.burstUnit))) }
        if limit.isOver { members.append(("inv", .boolean(true))) }
        return .tagged("limit", .object(members))
    }

    private static func synproxy(_ synproxy: ListedSynproxy) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        if let size = synproxy.maximumSegmentSize { members.append(("mss", JSONValue(size))) }
        if let scale = synproxy.windowScale { members.append(("wscale", JSONValue(scale))) }
        if !synproxy.flags.isEmpty { members.append(("flags", .strings(synproxy.flags))) }
        return .tagged("synproxy", members.isEmpty ? .null : .object(members))
    }

    private static func log(_ log: ListedLog) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        if let prefix = log.prefix { members.append(("prefix", .string(prefix))) }
        if let level = log.level { members.append(("level", .string(level))) }
        if let group = log.group { members.append(("group", JSONValue(group))) }
        if let length = log.copiedLength { members.append(("snaplen", JSONValue(length))) }
        if let threshold = log.queueThreshold { members.append(("queue-threshold", JSONValue(threshold))) }
        if !log.flags.isEmpty { members.append(("flags", .strings(log.flags))) }
        return .tagged("log", members.isEmpty ? .null : .object(members))
    }
}

extension ListedTable {
    /// Whether a rule adds to the set: then nft makes it dynamic by itself.
    func addsElements(to set: String) -> Bool {
        self.chains.contains { chain in
            chain.rules.contains { rule in
                rule.statements.contains { statement in
                    guard case .updateSet(let update) = statement else { return false }
                    return update.set == set && update.operation != .delete
                }
            }
        }
    }
}
