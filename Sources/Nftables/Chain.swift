/// A base chain: where in the packet's path it is hooked, and what happens to packets that no rule decides.
package struct Chain: Hashable, Sendable {
    package enum Hook: String, Hashable, Sendable {
        case input
        case forward
        case output
    }

    package enum Policy: String, Hashable, Sendable {
        case accept
        case drop
    }

    /// Also the chain's name. The priority is nftables' `filter` (0).
    package var hook: Hook
    package var policy: Policy
    package var rules: [Rule]

    package init(_ hook: Hook, policy: Policy, rules: [Rule]) {
        self.hook = hook
        self.policy = policy
        self.rules = rules
    }
}
