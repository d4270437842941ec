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
    package internal(set) var chains: [ListedChain]
    package internal(set) var sets: [ListedSet]

    package init(
        family: String,
        name: String,
        activity: Activity = .active,
        chains: [ListedChain] = [],
        sets: [ListedSet] = []
    ) {
        self.family = family
        self.name = name
        self.activity = activity
        self.chains = chains
        self.sets = sets
    }
}
