internal import Nftables
internal import PacketSpace

/// The rules of one side of a comparison that cannot be known beforehand, those by which packets go on as others than they came, and
/// those that answer what they drop.
///
/// What they do to a packet is on no outcome's account. So two sides do the same only if both have the same of these rules, the same
/// packets come to each of them, and where a packet comes to several, it comes to them in the same order.
struct UncertainRules {
    private struct Rule {
        let point: DecisionPoint
        /// `nil` for policies.
        let place: RuleOrder.RulePlace?
        let changes: Bool
        var words: String
    }

    /// More rules are not compared by trying.
    private static let triedRules = 300

    private let prover: Prover
    private let listing: RulesetListing
    private var rules: [Rule]
    private var surroundings: RuleSurroundings

    init(_ prover: Prover, _ listing: RulesetListing) {
        var points: [DecisionPoint] = []
        var seen: Set<DecisionPoint> = []
        let changing = Set(prover.changingPoints)
        let all = prover.uncertainties.map(\.point) + prover.changingPoints + prover.answeringPoints
        for point in all where seen.insert(point).inserted { points.append(point) }
        var surroundings = RuleSurroundings(listing, prover.store)
        self.rules = points.compactMap { point in
            let place = surroundings.rule(at: point)
            // Where no packet comes, nothing is done.
            if let place, surroundings.bases(of: place).isEmpty { return nil }
            let changes = changing.contains(point)
            let words = place.map { surroundings.words(of: $0, changes: changes) }
            return Rule(point: point, place: place, changes: changes, words: words ?? point.text)
        }
        self.prover = prover
        self.listing = listing
        self.surroundings = surroundings
    }

    /// Those that the other side has not, or not for the same packets, in words; names of tables and chains make no difference.
    func missing(from other: UncertainRules) -> [String] {
        var left: [String: Int] = [:]
        for rule in other.rules { left[rule.words, default: 0] += 1 }
        return self.rules.compactMap { rule in
            guard let count = left[rule.words], count > 0 else {
                let point = rule.point
                return "\(point.table) \(point.chain): \(point.text)\(self.difference(of: rule, from: other))"
            }
            left[rule.words] = count - 1
            return nil
        }
    }

    /// How packets come to a rule, or what is in it, where its words alone do not tell it from those of the other side.
    private func difference(of rule: Rule, from other: UncertainRules) -> String {
        let same = other.rules.filter { $0.point.text == rule.point.text }
        guard !same.isEmpty else { return "" }
        let unread = rule.place.map(self.surroundings.unread) ?? []
        if !same.contains(where: { $0.place.map(other.surroundings.unread) ?? [] == unread }) {
            return ", of which the listing says \(unread.isEmpty ? "no more" : unread.joined(separator: " "))"
        }
        let ways = self.surroundings.ways(to: rule.point)
        if !same.contains(where: { other.surroundings.ways(to: $0.point) == ways }) {
            return ", for what comes from \(ways)"
        }
        return same.contains { $0.words == rule.words }
            ? "" : ", for other packets, in another order, or with other sets"
    }

    // MARK: - Where outcomes are the same

    /// Looks closer: which packets come to each rule, and in which order. Only of use where no outcome differs.
    ///
    /// - Returns: Why it could not; `nil` if it did.
    static func lookCloser(_ old: inout UncertainRules, _ new: inout UncertainRules) -> String? {
        // Where all is the same but for names, so are these.
        guard old.allWords() != new.allWords() else { return nil }
        guard !old.prover.isExhausted, !new.prover.isExhausted else {
            return "chains that call each other in more ways than can be followed"
        }
        let count = max(old.rules.count, new.rules.count)
        guard count <= Self.triedRules else { return "\(count) rules, too many to try with which packets come to them" }
        if let rule = old.ruleOnSeveralWays ?? new.ruleOnSeveralWays {
            return "rules in chains called more than once, or with the priority of another one, such as \(rule)"
        }
        guard old.lookCloser(), new.lookCloser() else { return "rules in too many chains to follow their order" }
        return nil
    }

    /// What all chains do, in the order in which packets come to them.
    private mutating func allWords() -> [Int] {
        let tables = self.listing.tables.filter { $0.activity != .dormant }
        let bases = tables.flatMap { table in
            table.chains.filter { $0.base != nil }.map {
                (chain: $0, table: "\(table.family) \(table.name)", table.family)
            }
        }
        return bases.sorted { ($0.chain.base?.priority ?? 0) < ($1.chain.base?.priority ?? 0) }.map {
            chain,
            table,
            family in
            "\(family) \(self.surroundings.text(of: ChainCallers.Place(table: table, chain: chain.name)))".hashValue
        }
    }

    /// A rule to which a packet may come more than once, or beside a chain of the same priority: trying does not tell by which way it
    /// came, nor what stood before it.
    private var ruleOnSeveralWays: String? {
        let tables = self.listing.tables.filter { $0.activity != .dormant }
        let bases = tables.flatMap { $0.chains.compactMap(\.base) }
        for table in tables {
            let name = "\(table.family) \(table.name)"
            let ownBases = table.chains.filter { $0.base != nil }
            let calls = CallGraph(table)
            let ways = calls.ways(from: ownBases.map(\.name))
            let hasRival = ownBases.filter { chain in
                bases.count { $0.hook == chain.base?.hook && $0.priority == chain.base?.priority } > 1
            }
            let besideRivals = calls.reachable(from: hasRival.map(\.name))
            for rule in self.rules where rule.point.table == name {
                let chain = rule.point.chain
                if ways[chain, default: 0] > 1 || besideRivals.contains(chain) {
                    return "\(name) \(chain): \(rule.point.text)"
                }
            }
        }
        return nil
    }

    /// - Returns: Whether it could.
    private mutating func lookCloser() -> Bool {
        let probes = RuleProbes(self.prover, self.listing)
        let order = RuleOrder(self.listing, Set(self.rules.compactMap(\.place)))
        guard !order.isCut else { return false }
        var alone: [RuleOrder.RulePlace: String] = [:]
        var results: [RuleOrder.RulePlace: RuleProbes.Result] = [:]
        for place in self.rules.compactMap(\.place) {
            alone[place] = self.surroundings.wordsAlone(of: place)
            results[place] = probes.result(
                for: place.number,
                in: place.place,
                after: self.surroundings.condition(of: place).count,
                onlyAccepted: self.surroundings.onlyChangesPacket(place)
            )
        }
        for index in self.rules.indices {
            guard let place = self.rules[index].place, let result = results[place] else { continue }
            var words = [alone[place] ?? "", "\(result.outcomes)"] + self.surroundings.bases(of: place).sorted()
            for hook in Hook.allCases {
                let packets = result.packets[hook] ?? .nothing
                let before =
                    order.rules[hook].flatMap { rules in rules.lastIndex(of: place).map { rules[..<$0] } } ?? []
                for other in before where other != place {
                    let others = results[other]?.packets[hook] ?? .nothing
                    guard self.prover.store.intersection(packets, others) != .nothing else { continue }
                    words.append("after \(alone[other] ?? "")")
                }
            }
            self.rules[index].words = words.joined(separator: "; ")
        }
        return true
    }
}
