/// What a rule compares, or computes from a packet. Source: libnftables-json(5), "Expressions".
package indirect enum Expression: Hashable, Sendable {
    package enum Operator: String, Hashable, Sendable {
        case and = "&"
        case or = "|"
        case xor = "^"
        case shiftLeft = "<<"
        case shiftRight = ">>"
    }

    /// By key: `mark`, `iifname`, …
    case meta(String)
    /// By protocol and field: `tcp`, `dport`.
    case payload(protocol: String, field: String)
    /// By key, and `original` or `reply` where one is named: `state`, `mark`, …
    case connection(String, direction: String?)
    case binary(Operator, Expression, Constant)
    case concatenation([Expression])
    case map(Expression, Constant)
    case constant(Constant)
    /// What the host's routes say of an address: `oif`, `oifname` or `type`, with the words that the question is made of,
    /// such as `saddr` and `iif`.
    case routes(String, of: [String])
    /// Anything else, by its name: `socket`, `numgen`, raw bytes of the packet, …
    case other(String)
}
