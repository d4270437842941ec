internal import ArgumentParser

/// Where a ruleset comes from.
struct RulesetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A ruleset in nft syntax, as for 'nft -f'.", valueName: "file"))
    var nft: String?

    @Option(help: ArgumentHelp("A ruleset in JSON, as of 'nft -j list ruleset'.", valueName: "file"))
    var ruleset: String?

    @Flag(help: "The rules of this machine; it takes CAP_NET_ADMIN.")
    var live = false

    /// What is wrong with them; `nil` if nothing is.
    var problem: String? {
        let count = (self.nft == nil ? 0 : 1) + (self.ruleset == nil ? 0 : 1) + (self.live ? 1 : 0)
        return count == 1 ? nil : "name one ruleset, with --nft, --ruleset or --live"
    }

    func read() throws(RulesetProblem) -> RulesetFile {
        if let nft { return try RulesetFile(reading: nft, .nft) }
        if let ruleset { return try RulesetFile(reading: ruleset, .json) }
        return try RulesetFile(live: ())
    }
}
