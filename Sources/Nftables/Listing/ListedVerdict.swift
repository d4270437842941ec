/// How a rule, or an element of a verdict map, goes on. Source: nft(8), "Verdict statement".
package enum ListedVerdict: Hashable, Sendable {
    case accept
    case drop
    case jump(String)
    case goto(String)
    case `return`
    /// The next expression of the same rule.
    case `continue`
}
