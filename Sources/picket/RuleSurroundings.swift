internal import Nftables
internal import PacketSpace

/// What else decides which packets come to a rule, and what it makes of them: the whole way to its chain from where packets come in,
/// the sets and maps that are asked, and for a rule that changes packets all rules before it on the way.
struct RuleSurroundings {
    private typealias Place = ChainCallers.Place

    private struct Way: Hashable {
        let place: Place
        let changes: Bool
    }

    /// Longer ways are cut off; the kernel takes none of them. Source: Linux, `NFT_JUMP_STACK_SIZE`, which is 16.
    private static let depthLimit = 32
    /// How many ways are said.
    private static let shownWays = 3

    private let tables: [String: ListedTable]
    private let chains: [Place: ListedChain]
    private let callers: ChainCallers
    /// `nil` for ends to which no packet comes.
    private var ways: [Way: Int?] = [:]
    /// What tells contents of sets apart.
    private var contents: [Place: Int] = [:]
    /// What tells the rules of a chain before each of its rules apart.
    private var beginnings: [Place: [Int]] = [:]

    init(_ listing: RulesetListing) {
        var chains: [Place: ListedChain] = [:]
        for table in listing.tables {
            for chain in table.chains {
                chains[Place(table: "\(table.family) \(table.name)", chain: chain.name)] = chain
            }
        }
        self.tables = Dictionary(listing.tables.map { ("\($0.family) \($0.name)", $0) }, uniquingKeysWith: { $1 })
        self.chains = chains
        self.callers = ChainCallers(listing)
    }

    /// Two rules that have the same words have the same packets, and make the same of them, as far as rules before them let them.
    ///
    /// The words are for this process alone: long parts are hash values in them.
    ///
    /// - Parameter changes: The rule changes packets, which no outcome shows.
    mutating func words(of point: DecisionPoint, changes: Bool) -> String {
        let place = Place(table: point.table, chain: point.chain)
        guard let chain = self.chains[place], let number = chain.rules.firstIndex(where: { $0.handle == point.handle })
        else {
            return point.text
        }
        let words = self.words(of: chain.rules[number], in: point.table)
        let before = changes ? self.beginnings(of: place)[number] : 0
        let way = self.way(to: Way(place: place, changes: changes), Self.depthLimit)
        return "\(words); \(before) \(way ?? 0)"
    }

    // MARK: - Ways

    /// How packets come to a chain, as a number that no other way has; `nil` if they do not.
    private mutating func way(to end: Way, _ depth: Int) -> Int? {
        if let known = self.ways[end] { return known }
        guard depth > 0 else { return 0 }
        // If it comes to itself again, that way is no other one.
        self.ways[end] = .some(nil)
        var parts: [String] = self.callers[end.place].compactMap { caller in
            guard let way = self.way(to: Way(place: caller.place, changes: end.changes), depth - 1) else { return nil }
            let before = end.changes ? self.beginnings(of: caller.place)[caller.number] : 0
            return "\(self.words(of: caller)); \(before) \(way)"
        }.sorted()
        if let base = self.chains[end.place]?.base { parts.append(base.words) }
        let way = parts.isEmpty ? nil : parts.hashValue
        self.ways[end] = .some(way)
        return way
    }

    private mutating func beginnings(of place: Place) -> [Int] {
        if let known = self.beginnings[place] { return known }
        var beginnings = [0]
        for rule in self.chains[place]?.rules ?? [] {
            let words = self.words(of: rule, in: place.table)
            beginnings.append("\(beginnings.last ?? 0) \(words)".hashValue)
        }
        self.beginnings[place] = beginnings
        return beginnings
    }

    // MARK: - Rules

    private mutating func words(of caller: ChainCallers.Caller) -> String {
        guard let rule = self.chains[caller.place]?.rules[caller.number] else { return "" }
        return self.words(of: rule, in: caller.place.table, calling: caller)
    }

    /// A rule with all that it asks.
    ///
    /// - Parameter caller: Is put in the place of the statement that calls.
    private mutating func words(
        of rule: ListedRule,
        in table: String,
        calling caller: ChainCallers.Caller? = nil
    ) -> String {
        let statements = rule.statements.enumerated().map { index, statement in
            if let caller, index == caller.statement { return caller.call.words }
            let words = statement.description
            // Of long sets not all is in the words.
            return words.contains("…") ? "\(words) \(statement.hashValue)" : words
        }
        let names = Set(
            statements.flatMap { $0.split { " ,{}".contains($0) } }.filter { $0.hasPrefix("@") }.map { $0.dropFirst() }
        )
        // What is kept by its name alone may ask any of them.
        let mayAskAny = rule.statements.contains { statement in
            switch statement {
            case .undecidable, .neutral, .unknown: true
            default: false
            }
        }
        let sets = self.tables[table]?.sets.filter { mayAskAny || names.contains(Substring($0.name)) } ?? []
        let contents = sets.map { self.contents(of: $0, in: table) }.sorted()
        let comment = rule.comment.map { " comment \"\($0)\"" } ?? ""
        return statements.joined(separator: " ") + comment + contents.map { " \($0)" }.joined()
    }

    private mutating func contents(of set: ListedSet, in table: String) -> Int {
        let place = Place(table: table, chain: set.name)
        if let known = self.contents[place] { return known }
        let contents = set.elements.map(\.description).sorted().hashValue
        self.contents[place] = contents
        return contents
    }

    // MARK: - For people

    /// How packets come to the chain of a rule, in words; empty if they do not.
    func ways(to point: DecisionPoint) -> String {
        var ways: [String] = []
        var seen: Set<Place> = []
        self.addWays(to: Place(table: point.table, chain: point.chain), [], &ways, &seen)
        let more = ways.count > Self.shownWays ? "; and on other ways" : ""
        return ways.prefix(Self.shownWays).joined(separator: "; ") + more
    }

    /// - Parameters:
    ///   - rest: The way on from there, from its end.
    ///   - seen: Chains to which no way leads, and those of this way.
    private func addWays(to place: Place, _ rest: [String], _ ways: inout [String], _ seen: inout Set<Place>) {
        guard rest.count < Self.depthLimit, seen.insert(place).inserted else { return }
        let before = ways.count
        if let base = self.chains[place]?.base {
            ways.append((["\(place.chain) (\(base.words))"] + rest.reversed()).joined(separator: ", "))
        }
        for caller in self.callers[place] where ways.count <= Self.shownWays {
            guard let rule = self.chains[caller.place]?.rules[caller.number] else { continue }
            let words = rule.statements.enumerated().map { index, statement in
                index == caller.statement ? caller.call.shortWords : statement.description
            }
            self.addWays(to: caller.place, rest + ["'\(words.joined(separator: " "))' to \(place.chain)"], &ways, &seen)
        }
        if ways.count > before { seen.remove(place) }
    }
}

extension ListedChain.Base {
    /// Where packets come in.
    fileprivate var words: String {
        "type \(self.type) hook \(self.hook)\(self.device.map { " device \($0)" } ?? "") priority \(self.priority)"
    }
}
