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

    /// How many ways are said.
    private static let shownWays = 3

    private let callers: ChainCallers
    private(set) var words: RuleWords
    /// `nil` for ends to which no packet comes.
    private var ways: [Way: Int?] = [:]
    /// What tells the rules of a chain before each of its rules apart.
    private var beginnings: [Place: [Int]] = [:]

    init(_ listing: RulesetListing, _ store: DiagramStore) {
        self.callers = ChainCallers(listing)
        self.words = RuleWords(listing, store)
    }

    /// Where a rule stands; `nil` for policies.
    func rule(at point: DecisionPoint) -> RuleOrder.RulePlace? {
        let place = Place(table: point.table, chain: point.chain)
        guard let handle = point.handle else { return nil }
        return self.words.chains[place]?.rules.firstIndex { $0.handle == handle }.map {
            RuleOrder.RulePlace(place: place, number: $0)
        }
    }

    /// Two rules that have the same words have the same packets, and make the same of them, as far as rules before them let them.
    ///
    /// - Parameter changes: The rule changes packets, which no outcome shows.
    mutating func words(of rule: RuleOrder.RulePlace, changes: Bool) -> String {
        let words = self.words.words(of: rule.number, in: rule.place)
        let before = changes ? self.beginnings(of: rule.place)[rule.number] : 0
        let way = self.way(to: Way(place: rule.place, changes: changes), RuleWords.depthLimit)
        return "\(words); \(before) \(way ?? 0)"
    }

    /// The same without what stands around it.
    mutating func wordsAlone(of rule: RuleOrder.RulePlace) -> String {
        self.words.words(of: rule.number, in: rule.place)
    }

    mutating func condition(of rule: RuleOrder.RulePlace) -> RuleWords.Condition {
        self.words.condition(of: rule.number, in: rule.place)
    }

    /// What a chain does, as a number that no other chain has.
    mutating func text(of chain: ChainCallers.Place) -> Int { self.words.text(of: chain) }

    /// Whether all that a rule does is to change packets: of those that are dropped nothing is left.
    func onlyChangesPacket(_ rule: RuleOrder.RulePlace) -> Bool {
        self.words.chains[rule.place]?.rules[rule.number].statements.allSatisfy(\.onlyChangesPacket) ?? false
    }

    /// The base chains by which packets come to a rule.
    func bases(of rule: RuleOrder.RulePlace) -> Set<String> {
        var bases: Set<String> = []
        var seen: Set<Place> = []
        var open = [rule.place]
        while let place = open.popLast() {
            guard seen.insert(place).inserted else { continue }
            if let base = self.words.chains[place]?.base { bases.insert(base.words) }
            open += self.callers[place].map(\.place)
        }
        return bases
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
            return "\(self.words.words(of: caller.number, in: caller.place, calling: caller)); \(before) \(way)"
        }.sorted()
        if let base = self.words.chains[end.place]?.base { parts.append(base.words) }
        let way = parts.isEmpty ? nil : parts.hashValue
        self.ways[end] = .some(way)
        return way
    }

    private mutating func beginnings(of place: Place) -> [Int] {
        if let known = self.beginnings[place] { return known }
        var beginnings = [0]
        for number in self.words.chains[place]?.rules.indices ?? 0..<0 {
            let words = self.words.words(of: number, in: place)
            beginnings.append("\(beginnings.last ?? 0) \(words)".hashValue)
        }
        self.beginnings[place] = beginnings
        return beginnings
    }

    // MARK: - For people

    /// What the listing says of a rule whose statements are kept by their names alone.
    func unread(of rule: RuleOrder.RulePlace) -> [String] {
        self.words.chains[rule.place]?.rules[rule.number].unread ?? []
    }

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
        guard rest.count < RuleWords.depthLimit, seen.insert(place).inserted else { return }
        let before = ways.count
        if let base = self.words.chains[place]?.base {
            ways.append((["\(place.chain) (\(base.words))"] + rest.reversed()).joined(separator: ", "))
        }
        for caller in self.callers[place] where ways.count <= Self.shownWays {
            guard let rule = self.words.chains[caller.place]?.rules[caller.number] else { continue }
            let words = rule.statements.enumerated().map { index, statement in
                index == caller.statement ? caller.call.shortWords : statement.description
            }
            self.addWays(to: caller.place, rest + ["'\(words.joined(separator: " "))' to \(place.chain)"], &ways, &seen)
        }
        if ways.count > before { seen.remove(place) }
    }
}
