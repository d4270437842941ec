/// One statement of a listed rule. Source: libnftables-json(5), "Statements".
///
/// Whatever Picket writes is kept whole. Of what only others write, the part that decides packets is kept, and the rest at
/// times by its name alone: such a statement cannot be printed again (``RulesetListing/json``).
package enum ListedStatement: Hashable, Sendable {
    package enum Comparison: String, Hashable, Sendable {
        case equal = "=="
        case different = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        /// At least one of the bits is set.
        case anyBit = "in"
        /// None of the bits is set.
        case noBit = "!"
    }

    package enum Family: String, Hashable, Sendable {
        case ipv4 = "ip"
        case ipv6 = "ip6"
    }

    package enum Translation: String, Hashable, Sendable {
        case source = "snat"
        case destination = "dnat"
        case redirect
        case masquerade
    }

    case match(Comparison, Expression, Constant)
    case verdict(ListedVerdict)
    case verdictMap(Expression, Constant)
    case reject(ListedReject)
    /// Sets a property of the packet or of its connection.
    case mangle(Expression, Expression)
    case notrack
    case translate(TranslationTarget)
    /// `ct count over`: matches when more connections than this came to the rule and are still open.
    case connectionsOver(Int)
    /// Matches or not, by how many packets came before.
    case limit(ListedLimit)
    /// A named limit, a quota, another count of connections: matches or not, by what came before.
    case undecidable(String)
    /// Adds, updates or deletes an element; does not match if the set is full, or by a condition inside.
    case updateSet(ListedUpdate)
    /// Counts, in the counter of this name or for the rule alone; what was counted is no part of a ruleset.
    case counter(String?)
    case log(ListedLog)
    /// All else that decides nothing, by its name.
    case neutral(String)
    /// The kernel answers in the server's name.
    case synproxy(ListedSynproxy)
    /// Takes the packet to another place: `queue`, `tproxy`, `fwd`, …
    case divert(String)
    /// A statement that this reader does not know, by its name.
    case unknown(String)
}
