/// A place in a ruleset that decides about packets.
package struct DecisionPoint: Hashable, Sendable {
    /// Family and name, such as `inet picket`.
    package let table: String
    package let chain: String
    /// The rule's handle; `nil` for the chain's policy.
    package let handle: Int?
    /// The rule, or the policy, in words.
    package let text: String
}
