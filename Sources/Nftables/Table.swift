/// What stands in a table of ours.
package struct Table: Hashable, Sendable {
    package var counters: [CounterName]
    package var sets: [NamedSet]
    package var chains: [Chain]

    package init(counters: [CounterName], sets: [NamedSet], chains: [Chain]) {
        self.counters = counters
        self.sets = sets
        self.chains = chains
    }
}
