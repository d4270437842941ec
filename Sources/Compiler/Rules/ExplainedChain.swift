internal import Nftables

/// A chain that is being written, with the reason of each rule.
struct ExplainedChain {
    private(set) var chain: Chain
    /// Of the chain's own lines.
    let reason: Reason
    /// One for each rule.
    private(set) var reasons: [Reason] = []

    /// - Parameters:
    ///   - chain: Without rules.
    ///   - reason: Of the last rule of a base chain, which decides what no other rule does.
    init(_ chain: Chain, _ reason: Reason) {
        self.chain = chain
        self.reason = reason
    }

    mutating func add(_ rule: Rule, _ reason: Reason) {
        self.chain.rules.append(rule)
        self.reasons.append(reason)
    }

    mutating func accept(
        _ matches: [Rule.Match],
        _ reason: Reason,
        comment: String? = nil,
        note: String? = nil
    ) {
        self.add(Rule(matches, counter: .anonymous, .accept, comment: comment, note: note), reason)
    }

    mutating func drop(
        _ matches: [Rule.Match],
        _ counter: CounterName,
        _ reason: Reason,
        comment: String? = nil,
        note: String? = nil
    ) {
        self.add(Rule(matches, counter: .named(counter), .drop, comment: comment, note: note), reason)
    }

    mutating func reject(_ counter: CounterName, _ reason: Reason, comment: String? = nil) {
        self.add(Rule([], counter: .named(counter), .reject, comment: comment), reason)
    }

    /// Writes some of the packets to the kernel's log.
    ///
    /// - Parameter limit: Packets in a minute; 0 for no rule at all.
    mutating func log(_ matches: [Rule.Match], _ prefix: String, limit: Int, _ reason: Reason, note: String? = nil) {
        guard limit > 0 else { return }
        let rate = Rule.Match.packetsWithin(Rule.Rate(limit, per: .minute))
        self.add(Rule(matches + [rate], logPrefix: "picket \(prefix): ", note: note), reason)
    }
}
