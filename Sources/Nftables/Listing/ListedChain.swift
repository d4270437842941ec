/// A chain of a listed table.
package struct ListedChain: Hashable, Sendable {
    /// What makes a chain a base chain.
    package struct Base: Hashable, Sendable {
        /// `filter`, `nat` or `route`.
        package let type: String
        package let hook: String
        /// Lower ones come first.
        package let priority: Int
        /// Packets that no rule decides are dropped instead of accepted.
        package let dropsByPolicy: Bool
        package let device: String?

        package init(type: String, hook: String, priority: Int, dropsByPolicy: Bool, device: String? = nil) {
            self.type = type
            self.hook = hook
            self.priority = priority
            self.dropsByPolicy = dropsByPolicy
            self.device = device
        }
    }

    package let name: String
    /// `nil` for a chain that packets come to by a jump only.
    package let base: Base?
    package var rules: [ListedRule]
    /// The listing has more about it than this.
    package let hasMore: Bool

    package init(name: String, base: Base? = nil, rules: [ListedRule], hasMore: Bool = false) {
        self.name = name
        self.base = base
        self.rules = rules
        self.hasMore = hasMore
    }
}

extension ListedChain.Base {
    /// Connection tracking sees packets at this priority of prerouting and output. Source: Linux, `NF_IP_PRI_CONNTRACK`.
    package static let trackingPriority = -200

    /// Whether packets come to the chain before connection tracking has seen them, or may.
    package var isBeforeTracking: Bool {
        ["prerouting", "output"].contains(self.hook) && self.priority <= Self.trackingPriority
    }
}
