/// Reads the objects of a listing. Source: libnftables-json(5), "Ruleset elements".
struct ListingReader {
    let tape: JSONTape
    let refusals = ListingRefusals()

    init(_ tape: JSONTape) {
        self.tape = tape
    }

    /// Every table with its chains, rules and sets, wherever they stand.
    func ruleset() throws(ListingError) -> RulesetListing {
        guard let list = self.tape.member(JSONTape.root, "nftables"), self.tape.kind(list) == .array else {
            throw self.error(JSONTape.root, "expected an object with the list 'nftables'")
        }
        var tables: [ListedTable] = []
        var tableNumbers: [String: Int] = [:]
        var chainNumbers: [String: Int] = [:]
        for item in self.tape.items(list) {
            guard let (kind, object) = self.tape.onlyMember(item) else {
                throw self.error(item, "expected an object with one member, such as 'rule'")
            }
            switch kind {
            case "table":
                let table = try self.table(object)
                let name = "\(table.family) \(table.name)"
                guard tableNumbers.updateValue(tables.count, forKey: name) == nil else {
                    throw self.error(object, "table '\(name)' a second time")
                }
                tables.append(table)
            case "chain":
                let table = try self.tableNumber(of: object, in: tableNumbers)
                let chain = try self.chain(object)
                let number = tables[table].chains.count
                guard chainNumbers.updateValue(number, forKey: "\(table) \(chain.name)") == nil else {
                    throw self.error(object, "chain '\(chain.name)' a second time")
                }
                tables[table].chains.append(chain)
            case "set", "map":
                let table = try self.tableNumber(of: object, in: tableNumbers)
                let set = try self.set(object)
                guard !tables[table].sets.contains(where: { $0.name == set.name }) else {
                    throw self.error(object, "set '\(set.name)' a second time")
                }
                tables[table].sets.append(set)
                if let statements = self.tape.member(object, "stmt") {
                    let definition = self.tape.canonical(statements)
                    tables[table].objects.append(ListedObject(kind: kind, name: set.name, definition: definition))
                }
            case "element":
                // Of a large set, its elements may come behind it.
                let table = try self.tableNumber(of: object, in: tableNumbers)
                let name = try self.text(object, "name")
                guard let number = tables[table].sets.firstIndex(where: { $0.name == name }) else {
                    throw self.error(object, "elements of set '\(name)', which is not listed before them")
                }
                let elements = self.furtherElements(object, of: tables[table].sets[number])
                tables[table].sets[number] = tables[table].sets[number].adding(
                    elements,
                    unread: self.tape.member(object, "elem").map { self.unread(elements, at: $0) } ?? []
                )
            case "counter":
                let table = try self.tableNumber(of: object, in: tableNumbers)
                tables[table].counters.append(CounterName(rawValue: try self.text(object, "name")))
                if self.hasOther(object, than: ["family", "table", "name", "handle", "packets", "bytes"]) {
                    tables[table].hasMore = true
                }
            case "rule":
                let table = try self.tableNumber(of: object, in: tableNumbers)
                guard let chain = chainNumbers["\(table) \(try self.text(object, "chain"))"] else {
                    throw self.error(object, "a rule of a chain that is not listed before it")
                }
                tables[table].chains[chain].rules.append(try self.rule(object))
            case "metainfo":
                continue
            case "flowtable", "limit", "quota", "secmark", "synproxy", "ct helper", "ct timeout", "ct expectation",
                "tunnel":
                let table = try self.tableNumber(of: object, in: tableNumbers)
                tables[table].objects.append(try self.namedObject(kind, object))
                tables[table].hasMore = true
            default:
                throw self.error(
                    item,
                    "'\(kind)' is no part of a listing: load what is to be judged, and list it (nft -j list ruleset)"
                )
            }
        }
        if let (place, message) = self.refusals.first { throw self.error(place, message) }
        for table in tables.indices { tables[table].nameDynamicSets() }
        return RulesetListing(tables: tables)
    }

    private func tableNumber(of object: Int, in numbers: [String: Int]) throws(ListingError) -> Int {
        let name = "\(try self.text(object, "family")) \(try self.text(object, "table"))"
        guard let number = numbers[name] else {
            throw self.error(object, "something of table '\(name)', which is not listed before it")
        }
        return number
    }

    private func table(_ object: Int) throws(ListingError) -> ListedTable {
        ListedTable(
            family: try self.text(object, "family"),
            name: try self.text(object, "name"),
            activity: Self.activity(self.texts(object, "flags")),
            hasMore: self.hasOther(object, than: ["family", "name", "handle", "flags"])
                || self.texts(object, "flags").contains { $0 != "dormant" }
        )
    }

    private static func activity(_ flags: [String]) -> ListedTable.Activity {
        if flags.contains("dormant") { return .dormant }
        return flags.allSatisfy { ["owner", "persist"].contains($0) } ? .active : .unknown
    }

    private func chain(_ object: Int) throws(ListingError) -> ListedChain {
        let name = try self.text(object, "name")
        let known: [StaticString] = ["family", "table", "name", "handle", "type", "hook", "prio", "dev", "policy"]
        let hasMore = self.hasOther(object, than: known)
        guard self.tape.member(object, "hook") != nil else {
            return ListedChain(name: name, rules: [], hasMore: hasMore)
        }
        guard let priority = self.tape.member(object, "prio").flatMap(self.tape.signedNumber) else {
            throw self.error(object, "chain '\(name)' has a hook and no priority")
        }
        let policy = self.tape.member(object, "policy").map(self.tape.text) ?? "accept"
        guard ["accept", "drop"].contains(policy) else { throw self.error(object, "a policy '\(policy)'") }
        let base = ListedChain.Base(
            type: try self.text(object, "type"),
            hook: try self.text(object, "hook"),
            priority: priority,
            dropsByPolicy: policy == "drop",
            device: self.tape.member(object, "dev").map(self.tape.text)
        )
        return ListedChain(name: name, base: base, rules: [], hasMore: hasMore)
    }

    private func namedObject(_ kind: String, _ object: Int) throws(ListingError) -> ListedObject {
        // Where it is, and what it has seen.
        let beside: [StaticString] = ["family", "table", "name", "handle", "used"]
        var parts: [String] = []
        var key = self.tape.first(object)
        while key < self.tape.next(object) {
            let value = self.tape.next(key)
            if !beside.contains(where: { self.tape.isText(key, $0) }) {
                parts.append("\(self.tape.text(key)): \(self.tape.literal(value))")
            }
            key = self.tape.next(value)
        }
        return ListedObject(kind: kind, name: try self.text(object, "name"), definition: parts.joined(separator: ", "))
    }

    private func rule(_ object: Int) throws(ListingError) -> ListedRule {
        guard let expressions = self.tape.member(object, "expr"), self.tape.kind(expressions) == .array else {
            throw self.error(object, "a rule without 'expr'")
        }
        // Some of what `nft -j -f` takes says where a rule goes; a listing has the rules in their order.
        if let other = self.other(object, than: ["family", "table", "chain", "handle", "comment", "expr"]) {
            throw self.error(
                object,
                "a rule with '\(other)' is no part of a listing: load what is to be judged, and list it (nft -j list ruleset)"
            )
        }
        let family = try self.text(object, "family")
        let places = self.tape.items(expressions)
        let listed = places.map(self.statement)
        let statements = listed.sayingWhatRejectsAsk(family: family)
        return ListedRule(
            handle: self.tape.member(object, "handle").flatMap(self.tape.signedNumber) ?? 0,
            comment: self.tape.member(object, "comment").map(self.tape.text),
            statements,
            unlisted: self.unlistedQuestions(of: statements, family: family),
            unread: self.unread(listed, at: places),
            mayJoinDifferences: !statements.differencesInARow.isEmpty
        )
    }

    private func set(_ object: Int) throws(ListingError) -> ListedSet {
        let list = self.tape.member(object, "elem")
        let isMap = self.tape.member(object, "map") != nil
        let elements = self.conditional(
            (list.map(isMap ? self.mapElements : self.elements) ?? []).withoutWildcards,
            in: object
        )
        let known: [StaticString] = [
            "family", "table", "name", "handle", "type", "map", "flags", "size", "timeout", "elem",
        ]
        return ListedSet(
            name: try self.text(object, "name"),
            types: self.texts(object, "type"),
            valueType: self.tape.member(object, "map").map(self.tape.text),
            flags: self.texts(object, "flags"),
            size: self.tape.member(object, "size").flatMap(self.tape.signedNumber),
            timeout: self.tape.member(object, "timeout").map { self.tape.signedNumber($0) ?? 0 },
            elements: elements,
            hasMore: self.hasOther(object, than: known),
            unread: list.map { self.unread(elements, at: $0) } ?? []
        )
    }

    private func furtherElements(_ object: Int, of set: ListedSet) -> [SetElement] {
        let elements = self.tape.member(object, "elem").map(set.valueType == nil ? self.elements : self.mapElements)
        return (elements ?? []).withoutWildcards
    }

    /// A set may give each of its elements a limit or the like.
    private func conditional(_ elements: [SetElement], in object: Int) -> [SetElement] {
        let statements = self.tape.member(object, "stmt").map { self.tape.items($0) } ?? []
        guard statements.contains(where: { self.tape.firstMember($0)?.key != "counter" }) else { return elements }
        return elements.map { element in
            var element = element
            element.mayExpire = true
            return element
        }
    }

    private func text(_ object: Int, _ key: StaticString) throws(ListingError) -> String {
        guard let value = self.tape.member(object, key), self.tape.kind(value) == .string else {
            throw self.error(object, "expected the text '\(key)'")
        }
        return self.tape.text(value)
    }

    /// The texts of a list, or the one text.
    func texts(_ object: Int, _ key: StaticString) -> [String] {
        guard let value = self.tape.member(object, key) else { return [] }
        switch self.tape.kind(value) {
        case .string: return [self.tape.text(value)]
        case .array: return self.tape.items(value).map(self.tape.text)
        case .null, .yes, .no, .number, .object: return ["?"]
        }
    }

    /// Whether an object has a key that is none of these.
    func hasOther(_ object: Int, than known: [StaticString]) -> Bool {
        self.other(object, than: known) != nil
    }

    /// The first such key.
    private func other(_ object: Int, than known: [StaticString]) -> String? {
        guard self.tape.kind(object) == .object else { return nil }
        var key = self.tape.first(object)
        while key < self.tape.next(object) {
            guard known.contains(where: { self.tape.isText(key, $0) }) else { return self.tape.text(key) }
            key = self.tape.next(self.tape.next(key))
        }
        return nil
    }

    private func error(_ place: Int, _ message: String) -> ListingError {
        ListingError(offset: self.tape.offset(place), message: message)
    }
}
