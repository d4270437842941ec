internal import Nftables
internal import PacketSpace

/// The rules of one side of a comparison that cannot be known beforehand, and those by which packets go on as others than they came.
struct UncertainRules {
    private let rules: [(point: DecisionPoint, words: String)]
    private let surroundings: RuleSurroundings

    init(_ prover: Prover, _ listing: RulesetListing) {
        var points: [DecisionPoint] = []
        let changing = prover.changingPoints
        for point in prover.uncertainties.map(\.point) + changing where !points.contains(point) {
            points.append(point)
        }
        var surroundings = RuleSurroundings(listing)
        self.rules = points.map { ($0, surroundings.words(of: $0, changes: changing.contains($0))) }
        self.surroundings = surroundings
    }

    /// Those that the other side has not, or not for the same packets, in words; names of tables and chains make no difference.
    func missing(from other: UncertainRules) -> [String] {
        var left = other.rules.map(\.words)
        return self.rules.compactMap { point, words in
            guard let place = left.firstIndex(of: words) else {
                return "\(point.table) \(point.chain): \(point.text)\(self.difference(of: point, from: other))"
            }
            left.remove(at: place)
            return nil
        }
    }

    /// How packets come to a rule, where its words alone do not tell it from those of the other side.
    private func difference(of point: DecisionPoint, from other: UncertainRules) -> String {
        let same = other.rules.map(\.point).filter { $0.text == point.text }
        let ways = self.surroundings.ways(to: point)
        guard !same.isEmpty, !same.contains(where: { other.surroundings.ways(to: $0) == ways }) else { return "" }
        return ", for what comes from \(ways)"
    }
}
