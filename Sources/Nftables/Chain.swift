/// A chain: a base chain, which packets come to by themselves, or one that rules send packets to.
package struct Chain: Hashable, Sendable {
    /// Where in a packet's way the kernel asks a base chain.
    package enum Hook: String, Hashable, Sendable {
        case prerouting
        case input
        case forward
        case output
    }

    /// When the kernel asks a base chain among others at the same hook: the lower one first.
    package enum Priority: String, Hashable, Sendable {
        /// -300: before connection tracking.
        case raw
        /// 0: where filters are expected.
        case filter
        /// 10: what the filters before it have let in.
        case behindFilter = "filter + 10"

        package var number: Int {
            switch self {
            case .raw: -300
            case .filter: 0
            case .behindFilter: 10
            }
        }
    }

    package enum Policy: String, Hashable, Sendable {
        case accept
        case drop
    }

    /// What makes a chain a base chain. Its type is `filter`.
    package struct Base: Hashable, Sendable {
        package var hook: Hook
        package var priority: Priority
        /// What happens to packets that no rule decides.
        package var policy: Policy

        package init(_ hook: Hook, priority: Priority = .filter, policy: Policy) {
            self.hook = hook
            self.priority = priority
            self.policy = policy
        }
    }

    /// A letter, then letters, digits and hyphens.
    package var name: String
    /// `nil` for a chain that rules send packets to.
    package var base: Base?
    /// One line of comment in the file above the chain, without the `#`.
    package var note: String?
    package var rules: [Rule]

    /// A base chain, called like its hook.
    package init(_ hook: Hook, priority: Priority = .filter, policy: Policy, note: String? = nil, rules: [Rule]) {
        self.name = hook.rawValue
        self.base = Base(hook, priority: priority, policy: policy)
        self.note = note
        self.rules = rules
    }

    /// A chain that rules send packets to.
    package init(name: String, note: String? = nil, rules: [Rule]) {
        self.name = name
        self.base = nil
        self.note = note
        self.rules = rules
    }
}
