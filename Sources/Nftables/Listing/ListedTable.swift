/// A table of a listed ruleset.
package struct ListedTable: Hashable, Sendable {
    /// `ip`, `ip6`, `inet`, `arp`, `bridge` or `netdev`.
    package let family: String
    package let name: String
    /// Whether it is asked at all.
    package enum Activity: Hashable, Sendable {
        case active
        /// It does nothing until somebody wakes it.
        case dormant
        /// It has flags that cannot be read: nft 1.0.6 writes some other text in their place.
        case unknown
    }

    package let activity: Activity
    /// The names of its counters; what they counted is no part of a ruleset.
    package internal(set) var counters: [CounterName]
    package var chains: [ListedChain]
    package internal(set) var sets: [ListedSet]
    /// What rules refer to by name, besides sets and counters.
    package internal(set) var objects: [ListedObject] = []
    /// The listing has more in it than this: flow tables, helpers, named limits, …
    package internal(set) var hasMore: Bool

    package init(
        family: String,
        name: String,
        activity: Activity = .active,
        counters: [CounterName] = [],
        chains: [ListedChain] = [],
        sets: [ListedSet] = [],
        hasMore: Bool = false
    ) {
        self.family = family
        self.name = name
        self.activity = activity
        self.counters = counters
        self.chains = chains
        self.sets = sets
        self.hasMore = hasMore
    }
}
