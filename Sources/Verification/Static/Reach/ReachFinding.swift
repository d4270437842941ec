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

    /// What one end makes of the packets by itself, whatever the other one does: a host that is taken over has no rules.
    package struct End: Codable, Equatable, Sendable {
        package enum Direction: String, Codable, Sendable {
            case output
            case input
        }

        package let host: String
        package let direction: Direction
        /// Whether it lets any of the packets through.
        package let answer: ReachAnswer
        /// What decides about a packet that gets through here, or about one that does not if none does.
        package let rule: DecidingRule?
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
    /// If nothing gets there: what each end of ours would do alone. Empty if there is no way at all.
    package let ends: [End]
}
