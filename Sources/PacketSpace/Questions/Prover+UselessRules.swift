internal import Nftables

extension Prover {
    /// The rules that no packet can match: others before them take all that they could match, or they contradict
    /// themselves. Rules of chains that nobody jumps to are among them.
    package func rulesThatNeverMatch() -> [DecisionPoint] {
        var reach = RuleReach(self.ruleset, self.store)
        for hook in Hook.allCases { reach.visit(hook) }
        var points: [DecisionPoint] = []
        for (number, chain) in self.ruleset.chains.enumerated() {
            // Chains at other hooks are not judged.
            if let base = chain.base, Hook(rawValue: base.hook) == nil { continue }
            for (index, rule) in chain.rules.enumerated() where !reach.isMatched[number][index] {
                points.append(rule.point)
            }
        }
        return points
    }
}
