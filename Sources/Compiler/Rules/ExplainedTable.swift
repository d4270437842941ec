internal import Nftables

/// A table with the reasons of its lines.
struct ExplainedTable {
    let sets: [ExplainedSet]
    let chains: [ExplainedChain]

    init(_ sets: [ExplainedSet], _ chains: [ExplainedChain]) {
        self.sets = sets
        self.chains = chains
    }

    var table: Table {
        Table(counters: self.counters, sets: self.sets.map(\.set), chains: self.chains.map(\.chain))
    }

    /// Those that the rules use, in a fixed order.
    private var counters: [CounterName] {
        let all: [CounterName] = [
            .peerPortKnocks, .strangersRefused, .spoofedDropped, .invalidDropped, .icmpRefused, .inboundDropped,
            .forwardDropped, .outboundDropped, .ipv6Dropped,
        ]
        return all.filter { counter in
            self.chains.contains { chain in chain.chain.rules.contains { $0.counter == .named(counter) } }
        }
    }
}
