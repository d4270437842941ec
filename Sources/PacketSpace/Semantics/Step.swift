/// One statement of a rule, as the evaluation needs it: sets of packets instead of expressions.
enum Step {
    /// How a rule decides, with the chain's number among those of all tables.
    enum Decision: Hashable {
        case accept, drop
        case jump(Int)
        case goto(Int)
        case `return`
        /// On with the same rule.
        case `continue`
    }

    /// Goes on with the rule where the condition holds, with the next rule elsewhere.
    case match(Condition)
    case decide(Decision)
    /// The first condition that holds decides; where none does, the next rule comes.
    case branch([(condition: Condition, decision: Decision)], perhapsAnything: Bool)
    /// Sets fields, by the first condition that holds; where none does, the next rule comes.
    case assign([(condition: Condition, changes: [Assignment])])
    /// Takes the packet out of connection tracking.
    case untrack
    /// Ends the chain and translates addresses, by the first condition that holds; elsewhere the next rule comes.
    ///
    /// An automatic translation may fail: the kernel drops a packet for which the interface has no suitable address.
    case translate([(condition: Condition, changes: [Assignment])], isSource: Bool, mayFail: Bool)
    /// Goes on with the rule, or with the next one: nobody knows.
    case perhaps
    /// Somebody outside decides, and may give back another packet than it was given.
    case hand
    /// Any verdict of this base chain, or none; the packet stays as it is.
    case anything
    /// Anything may happen, here and later on: the packet may be another one.
    case rewritten
}
