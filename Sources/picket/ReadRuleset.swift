internal import Nftables
internal import PacketSpace

/// A ruleset that was read, and where its rules were written, if that is known.
struct ReadRuleset {
    let listing: RulesetListing
    /// `nil` for a listing in JSON, which has no lines of rules.
    let lines: RuleLines?

    /// Names rules by their lines where these are known.
    var prover: Prover {
        let prover = Prover(self.listing)
        let lines = self.lines
        prover.naming = { $0.name(in: lines) }
        return prover
    }
}

extension DecisionPoint {
    /// The line of the text that it was written in; `nil` for policies, and where it is not known for sure.
    func line(in lines: RuleLines?) -> Int? {
        self.handle.flatMap { lines?.line(of: $0, table: self.table, chain: self.chain) }
    }

    /// Such as "inet filter input, rules.nft:7"; with the kernel's handle where the line is not known.
    func name(in lines: RuleLines?) -> String {
        guard let lines, let line = self.line(in: lines) else { return self.name }
        return "\(self.table) \(self.chain), \(lines.file):\(line)"
    }
}
