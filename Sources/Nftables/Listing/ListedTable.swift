/// A table of a listed ruleset.
package struct ListedTable: Hashable, Sendable {
    /// `ip`, `ip6`, `inet`, `arp`, `bridge` or `netdev`.
    package let family: String
    package let name: String
    /// It does nothing until somebody wakes it.
    package let isDormant: Bool
    package internal(set) var chains: [ListedChain]
    package internal(set) var sets: [ListedSet]

    package init(
        family: String,
        name: String,
        isDormant: Bool = false,
        chains: [ListedChain] = [],
        sets: [ListedSet] = []
    ) {
        self.family = family
        self.name = name
        self.isDormant = isDormant
        self.chains = chains
        self.sets = sets
    }
}
