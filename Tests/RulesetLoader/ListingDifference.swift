internal import Nftables

/// Two listings that should be the same.
struct ListingDifference: Error, CustomStringConvertible {
    let expected: RulesetListing
    let found: RulesetListing

    /// The rules that differ, or all that there is.
    var description: String {
        let rules = [self.expected, self.found].map { $0.withoutOrder.tables.flatMap(\.chains).flatMap(\.rules) }
        let pairs = zip(rules[0], rules[1]).filter { $0 != $1 }
        guard let first = pairs.first, rules[0].count == rules[1].count else {
            return "the kernel lists \(self.found), and not \(self.expected)"
        }
        return "the kernel lists '\(first.1)', and not '\(first.0)'; \(pairs.count) rules differ"
    }
}
