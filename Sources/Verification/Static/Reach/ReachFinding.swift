/// What was found about two ends: whether packets get from one to the other, which, and what lets them through or stops them.
package struct ReachFinding: Codable, Equatable, Sendable {
    /// A rule that decided about the example.
    package struct DecidingRule: Codable, Equatable, Sendable {
        package let host: String
        package let table: String
        package let chain: String
        /// `nil` for a policy.
        package let handle: Int?
        package let rule: String
        /// Where it was written and why, such as "v-1/picket.nft:57, from quickstart.yaml:12"; `nil` where that is not known.
        package let place: String?
        package let isAccepted: Bool
    }

    /// Hosts, or what the user called others.
    package let from: String
    package let to: String
    package let answer: ReachAnswer
    /// The first packets that may get there, in words; strays if there are only these. Empty if the answer is no.
    package let packets: [String]
    /// Whether these are all.
    package let isComplete: Bool
    /// Why it is not yes, or what must be known to understand it.
    package let remarks: [String]
    /// One packet in words, that gets there, or that is stopped; `nil` if there is no way at all.
    package let example: String?
    /// What decides about it, at each host in order.
    package let rules: [DecidingRule]
}
