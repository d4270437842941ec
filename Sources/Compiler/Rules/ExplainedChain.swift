internal import Nftables

/// A chain that is being written, with the reason of each rule.
struct ExplainedChain {
    private(set) var chain: Chain
    /// Of the chain's own lines.
    let reason: Reason
    /// One for each rule.
    private(set) var reasons: [Reason] = []

    /// - Parameter reason: Of the last rule, which drops what no other rule decides.
    init(_ hook: Chain.Hook, _ reason: Reason) {
        self.chain = Chain(hook, policy: .drop, rules: [])
        self.reason = reason
    }

    mutating func add(_ rule: Rule, _ reason: Reason) {
        self.chain.rules.append(rule)
        self.reasons.append(reason)
    }

    mutating func accept(_ matches: [Rule.Match], _ reason: Reason, comment: String? = nil) {
        self.add(Rule(matches, counter: .anonymous, .accept, comment: comment), reason)
    }

    mutating func drop(_ matches: [Rule.Match], _ counter: CounterName, _ reason: Reason, comment: String? = nil) {
        self.add(Rule(matches, counter: .named(counter), .drop, comment: comment), reason)
    }
}
