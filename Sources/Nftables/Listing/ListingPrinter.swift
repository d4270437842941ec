/// Prints the objects of a listing. Source: libnftables-json(5), "Ruleset elements".
struct ListingPrinter {
    /// Every table with its counters, sets, chains and rules, each after what it refers to.
    func objects(of listing: RulesetListing) throws(UnprintableListing) -> [JSONValue] {
        var objects: [JSONValue] = []
        for table in listing.tables { objects += try self.objects(of: table) }
        return objects
    }

    private func objects(of table: ListedTable) throws(UnprintableListing) -> [JSONValue] {
        try Self.expect(!table.hasMore && table.activity != .unknown, "table \(table.family) \(table.name)")
        var members: [(key: String, value: JSONValue)] = [
            ("family", .string(table.family)), ("name", .string(table.name)),
        ]
        if table.activity == .dormant { members.append(("flags", .string("dormant"))) }
        var objects: [JSONValue] = [.tagged("table", .object(members))]
        for counter in table.counters {
            objects.append(.tagged("counter", .object(Self.place(table, "name", counter.rawValue))))
        }
        // Maps may name chains, and rules name both.
        for chain in table.chains { objects.append(.tagged("chain", try self.chain(chain, of: table))) }
        for set in table.sets {
            objects.append(.tagged(set.valueType == nil ? "set" : "map", try self.set(set, of: table)))
        }
        for chain in table.chains {
            for rule in chain.rules { objects.append(.tagged("rule", try self.rule(rule, of: chain, table))) }
        }
        return objects
    }

    private func chain(_ chain: ListedChain, of table: ListedTable) throws(UnprintableListing) -> JSONValue {
        try Self.expect(!chain.hasMore, "chain \(chain.name)")
        var members = Self.place(table, "name", chain.name)
        if let base = chain.base {
            members += [
                ("type", .string(base.type)), ("hook", .string(base.hook)), ("prio", JSONValue(base.priority)),
                ("policy", .string(base.dropsByPolicy ? "drop" : "accept")),
            ]
            // nft 1.0.6 lists it for some chains only, and takes none without it.
            try Self.expect(table.family != "netdev" || base.device != nil, "device of chain \(chain.name)")
            if let device = base.device { members.append(("dev", .string(device))) }
        }
        return .object(members)
    }

    private func set(_ set: ListedSet, of table: ListedTable) throws(UnprintableListing) -> JSONValue {
        try Self.expect(!set.hasMore, "set \(set.name)")
        var members = Self.place(table, "name", set.name)
        members.append(("type", set.types.count == 1 ? .string(set.types[0]) : .strings(set.types)))
        if let type = set.valueType { members.append(("map", .string(type))) }
        let flags = set.flags.filter { $0 != ListedSet.dynamic || !table.addsElements(to: set.name) }
        if !flags.isEmpty { members.append(("flags", .strings(flags))) }
        if let size = set.size { members.append(("size", JSONValue(size))) }
        if let timeout = set.timeout { members.append(("timeout", JSONValue(timeout))) }
        if !set.elements.isEmpty { members.append(("elem", .array(try self.elements(set.elements)))) }
        return .object(members)
    }

    private func rule(
        _ rule: ListedRule,
        of chain: ListedChain,
        _ table: ListedTable
    ) throws(UnprintableListing) -> JSONValue {
        var members = Self.place(table, "chain", chain.name)
        if let comment = rule.comment { members.append(("comment", .string(comment))) }
        members.append(("expr", .array(try self.list(rule.statements.withoutWhatResetsAsk, self.statement))))
        return .object(members)
    }

    private static func place(_ table: ListedTable, _ key: String, _ name: String) -> [(key: String, value: JSONValue)]
    {
        [("family", .string(table.family)), ("table", .string(table.name)), (key, .string(name))]
    }

    // MARK: - For all parts

    static func expect(_ isWhole: Bool, _ what: String) throws(UnprintableListing) {
        guard isWhole else { throw UnprintableListing(what: what) }
    }

    func list<Part>(
        _ parts: [Part],
        _ value: (Part) throws(UnprintableListing) -> JSONValue
    ) throws(UnprintableListing) -> [JSONValue] {
        var values: [JSONValue] = []
        values.reserveCapacity(parts.count)
        for part in parts { values.append(try value(part)) }
        return values
    }
}
