internal import Nftables
internal import PacketSpace

/// Rules of one side of a comparison in words that do not depend on how they are written.
///
/// What can be known of the packets that a rule takes stands there as a set of packets; the rest as the listing has it, but without the
/// names of sets and chains, in whose place stands what they hold, and without what changes nothing: comments, counters and logs.
/// The words are for this process alone: long parts are hash values in them.
struct RuleWords {
    typealias Place = ChainCallers.Place

    /// The first statements of a rule, as far as they do nothing but ask what can be known.
    struct Condition {
        /// Those for which all of it is so.
        let packets: Diagram
        /// How many statements these are.
        let count: Int
    }

    /// Longer ways are cut off; the kernel takes none of them. Source: Linux, `NFT_JUMP_STACK_SIZE`, which is 16.
    static let depthLimit = 32

    private let store: DiagramStore
    private let tables: [String: ListedTable]
    let chains: [Place: ListedChain]
    /// By table, the chains that packets may come to before connection tracking has seen them.
    private let early: [String: Set<String>]
    /// By table, the sets that rules change; `nil` where that may be any.
    private let changing: [String: Set<String>?]
    /// Sets that rules fill with the same as other ones, but perhaps in other places: their names tell them apart.
    private let twins: Set<Place>
    /// What tells contents of sets apart.
    private var contents: [Place: Int] = [:]
    /// What tells contents of chains apart.
    private var texts: [Place: Int] = [:]
    private var conditions: [Place: [Int: Condition]] = [:]

    init(_ listing: RulesetListing, _ store: DiagramStore) {
        var chains: [Place: ListedChain] = [:]
        for table in listing.tables {
            for chain in table.chains {
                chains[Place(table: "\(table.family) \(table.name)", chain: chain.name)] = chain
            }
        }
        let tables = Dictionary(listing.tables.map { ("\($0.family) \($0.name)", $0) }, uniquingKeysWith: { $1 })
        self.store = store
        self.tables = tables
        self.chains = chains
        self.early = tables.mapValues { table in
            CallGraph(table).reachable(from: table.chains.filter { $0.base?.isBeforeTracking ?? false }.map(\.name))
        }
        self.changing = tables.mapValues(\.changedSets)
        self.twins = Self.twins(in: tables)
    }

    private static func twins(in tables: [String: ListedTable]) -> Set<Place> {
        let filled = tables.flatMap { name, table in
            table.sets.map { set in
                (place: Place(table: name, chain: set.name), fillers: table.fillers(of: set.name))
            }
        }
        let alike = Dictionary(grouping: filled.filter { !$0.fillers.isEmpty }, by: \.fillers)
        return Set(alike.values.filter { $0.count > 1 }.joined().map(\.place))
    }

    /// - Parameter caller: Is put in the place of the statement that calls.
    mutating func words(of number: Int, in place: Place, calling caller: ChainCallers.Caller? = nil) -> String {
        guard let rule = self.chains[place]?.rules[number] else { return "" }
        let condition = self.condition(of: number, in: place)
        var words = ["\(condition.packets.hashValue)"]
        for (index, statement) in rule.statements.enumerated() where index >= condition.count {
            if let caller, index == caller.statement {
                words.append(caller.call.words)
            } else if case .match = statement, let packets = self.packets(matching: [statement], of: rule, in: place) {
                words.append("\(packets.hashValue)")
            } else {
                words += self.words(of: statement, in: place.table, Self.depthLimit)
            }
        }
        words += self.unread(of: rule, in: place.table)
        return words.joined(separator: " ")
    }

    // MARK: - What can be known

    mutating func condition(of number: Int, in place: Place) -> Condition {
        if let known = self.conditions[place]?[number] { return known }
        let condition = self.readCondition(of: number, in: place)
        self.conditions[place, default: [:]][number] = condition
        return condition
    }

    private func readCondition(of number: Int, in place: Place) -> Condition {
        guard let rule = self.chains[place]?.rules[number] else { return Condition(packets: .nothing, count: 0) }
        let end = rule.statements.firstIndex { !$0.onlyAsks } ?? rule.statements.count
        if let packets = self.packets(matching: rule.statements.prefix(end), of: rule, in: place) {
            return Condition(packets: packets, count: end)
        }
        var condition = Condition(packets: .everything, count: 0)
        for count in 0..<end {
            guard let packets = self.packets(matching: rule.statements.prefix(count), of: rule, in: place) else {
                break
            }
            condition = Condition(packets: packets, count: count)
        }
        return condition
    }

    /// - Parameter statements: Some of the rule's.
    /// - Returns: `nil` if some of it cannot be known.
    private func packets(
        matching statements: ArraySlice<ListedStatement>,
        of rule: ListedRule,
        in place: Place
    ) -> Diagram? {
        guard let table = self.tables[place.table] else { return nil }
        let names = Set(statements.flatMap { $0.description.setNames })
        guard let changing = self.changing[place.table] ?? nil, names.isDisjoint(with: changing) else { return nil }
        let isEarly = self.early[place.table]?.contains(place.chain) ?? false
        let base = ListedChain.Base(
            type: "filter",
            hook: (isEarly ? Hook.prerouting : .input).rawValue,
            priority: isEarly ? ListedChain.Base.trackingPriority - 1 : 0,
            dropsByPolicy: false
        )
        let alone = ListedTable(
            family: table.family,
            name: table.name,
            chains: [ListedChain(name: "alone", base: base, rules: [rule.with(statements + [.verdict(.drop)])])],
            sets: table.sets.filter { names.contains($0.name) }
        )
        let prover = Prover(RulesetListing(tables: [alone]), store: self.store)
        guard prover.uncertainties.isEmpty, prover.notJudged.isEmpty else { return nil }
        return self.store.packets(of: prover.function(at: isEarly ? .prerouting : .input), having: Outcome.drop)
    }

    // MARK: - What cannot

    /// Nothing for what changes nothing.
    private mutating func words(of statement: ListedStatement, in table: String, _ depth: Int) -> [String] {
        switch statement {
        case .counter, .log, .neutral("last"): []
        case .verdict(.jump(let chain)): ["jump \(self.text(of: Place(table: table, chain: chain), depth - 1))"]
        case .verdict(.goto(let chain)): ["goto \(self.text(of: Place(table: table, chain: chain), depth - 1))"]
        case .verdictMap(let key, .namedSet(let name)):
            if let elements = self.fixedElements(of: name, in: table) {
                self.words(of: .verdictMap(key, .anonymousSet(elements)), in: table, depth)
            } else {
                [self.named(statement.description, statement, in: table, depth)]
            }
        case .verdictMap(let key, .anonymousSet(let elements)):
            ["\(key) vmap \(self.words(of: elements, in: table, depth))"]
        case .match(let comparison, let field, .anonymousSet(let elements)):
            ["\(field) \(comparison) \(self.words(of: elements, in: table, depth))"]
        case .translate(let target):
            [self.named("\(target.family?.rawValue ?? "any") \(statement)", statement, in: table, depth)]
        default: [self.named(statement.description, statement, in: table, depth)]
        }
    }

    /// `nil` where a map is more than its elements, or does not keep them.
    private func fixedElements(of map: String, in table: String) -> [SetElement]? {
        guard let set = self.tables[table]?.sets.first(where: { $0.name == map }), !set.hasMore, set.unread.isEmpty,
            let changing = self.changing[table] ?? nil, !changing.contains(map), set.timeout == nil,
            !set.flags.contains(ListedSet.dynamic)
        else { return nil }
        return set.elements
    }

    /// Words of a statement, with what sets hold instead of their names.
    private mutating func named(
        _ words: String,
        _ statement: ListedStatement,
        in table: String,
        _ depth: Int
    ) -> String {
        let parts = words.split(separator: " ").map { part -> String in
            guard let name = String(part).setNames.first else { return String(part) }
            return "@\(self.contents(ofSet: name, in: table, depth))"
        }
        // Of long sets not all is in the words.
        return parts.joined(separator: " ") + (words.contains("…") ? " \(statement.hashValue)" : "")
    }

    /// What is kept by its name alone, as it was listed; it may ask any set of the table.
    private mutating func unread(of rule: ListedRule, in table: String) -> [String] {
        guard rule.unread.contains(where: { $0.contains("\"@\"") }) else { return rule.unread }
        let names = self.tables[table]?.sets.map(\.name) ?? []
        return rule.unread + names.map { "\(self.contents(ofSet: $0, in: table, Self.depthLimit))" }.sorted()
    }

    private mutating func words(of elements: [SetElement], in table: String, _ depth: Int) -> String {
        var words: [String] = []
        for element in elements {
            let extra = (element.timeout.map { " timeout \($0)" } ?? "") + (element.ceiling.map { " over \($0)" } ?? "")
            switch element.value {
            case .verdict(let verdict):
                let value = self.words(of: .verdict(verdict), in: table, depth).joined()
                words.append("\(element.key) : \(value)\(extra)")
            case .constant, nil: words.append("\(element)\(extra)")
            }
        }
        return "\(words.sorted().hashValue)"
    }

    /// What a set is and holds, and what rules put into it, as a number that no other set has.
    private mutating func contents(ofSet name: String, in table: String, _ depth: Int) -> Int {
        let place = Place(table: table, chain: name)
        if let known = self.contents[place] { return known }
        guard depth > 0, let listed = self.tables[table], let set = listed.sets.first(where: { $0.name == name }) else {
            return 0
        }
        // What leads to itself again is no other one.
        self.contents[place] = 0
        let parts = [
            "\(set.words)", self.words(of: set.elements, in: table, depth - 1), set.unread.joined(separator: " "),
            listed.objects.filter { $0.name == name && $0.isOfSet }.map(\.definition).joined(separator: " "),
            listed.fillers(of: name).joined(separator: " "), self.twins.contains(place) ? "\(table) \(name)" : "",
        ]
        self.contents[place] = parts.hashValue
        return parts.hashValue
    }

    /// What a chain does, as a number that no other chain has.
    mutating func text(of place: Place, _ depth: Int = Self.depthLimit) -> Int {
        if let known = self.texts[place] { return known }
        guard depth > 0, let chain = self.chains[place] else { return 0 }
        self.texts[place] = 0
        var parts = [chain.base.map { "\($0.words) \($0.dropsByPolicy)" } ?? ""]
        for rule in chain.rules {
            parts += rule.statements.flatMap { self.words(of: $0, in: place.table, depth) }
            parts += self.unread(of: rule, in: place.table)
            parts.append("\(rule.unlisted) \(rule.joinedDifferences)")
        }
        self.texts[place] = parts.hashValue
        return parts.hashValue
    }
}
