extension Ruleset {
    /// What the kernel lists after loading the text where there was nothing: the text can be judged without a kernel.
    ///
    /// `nil` where a rule is somebody else's own text, and where nothing is certain: names that nft may take for words of
    /// its own, sets that are not there or of another type, values out of bounds. Then only the kernel can tell.
    ///
    /// That it tells the truth is tested with the kernel for everything that Picket writes; only the order of a set's
    /// elements is its own (``RulesetListing/isSame(as:)``).
    package var listing: RulesetListing? {
        ListingPrediction(self)?.listing
    }

    /// Where each rule stands in the printed text, by its chain and its own place in the chain.
    ///
    /// Lines count from 1. A rule with a note above it stands in the line below the note.
    package var ruleLines: [[Int]] {
        var lines = self.chains.map { [Int](repeating: 0, count: $0.rules.count) }
        for (index, origin) in self.printed.origins.enumerated() {
            if case .rule(let chain, let rule) = origin { lines[chain][rule] = index + 1 }
        }
        return lines
    }
}
