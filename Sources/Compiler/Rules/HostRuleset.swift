internal import Addressing
internal import Diagnostics
internal import Nftables
internal import Topology

/// The rules of one host.
///
/// Whatever is not named is dropped and counted: new packets in, packets out of a hidden host or towards private
/// segments, everything forwarded. Established flows go on, so what a host may dial can also answer.
struct HostRuleset {
    enum SetName {
        static let links = "links"
        static let ownAddresses = "own-addresses"
        static let privateSegments = "private-segments"
        static let ownDiallers = "own-diallers"
        static let newConnections = "strangers-new"
        static let connectionsPerSource = "strangers-per-source"
        static let connectionsPerPrefix = "strangers-per-prefix"
        static let neighbours = "neighbours"
        static let monitoring = "monitoring"
        static let administration = "administration"

        static func egress(_ name: String) -> String { "egress-\(name)" }

        /// A set holds one family; the other one has a set of its own.
        static func ipv6(_ name: String) -> String { "\(name)-6" }
    }

    let host: Host
    let dials: [Link]
    let diallers: [Link]
    let source: String
    private let header: [String]
    /// In order of address. Interfaces are not named: on a real host they are called otherwise than in the lab.
    let privatePrefixes: [(IPv4Prefix, Reason)]

    init(_ host: Host, in topology: Topology, privatePrefixes: [(IPv4Prefix, Reason)], source: String) {
        self.host = host
        self.dials = topology.links(from: host.name)
        self.diallers = topology.links(to: host.name)
        self.source = source
        self.privatePrefixes = privatePrefixes
        self.header = [
            "\(host.name) (\(host.role.rawValue)) of network \(topology.network)",
            "Made by picket from \(source). Replaces table \(Ruleset.table) and nothing else.",
        ]
    }

    /// The private segments of a topology, which are the same for every host of it.
    static func privatePrefixes(of topology: Topology) -> [(IPv4Prefix, Reason)] {
        topology.segments.filter { !$0.isPublic }
            .flatMap { segment in segment.prefixes.map { ($0, Reason(.privateSegments, at: segment.span)) } }
            .sorted { $0.0.network < $1.0.network }
    }

    var artifact: Artifact {
        let sets = self.sets
        let chains = self.chains
        let ruleset = self.ruleset(sets, chains)
        let (text, origins) = ruleset.printed
        let reasons = origins.map { origin in
            switch origin {
            case .frame: Reason(.replacesTable)
            case .header: Reason(.names, at: self.host.span)
            case .counter: Reason(.counted)
            case .set(let set): sets[set].reason
            case .element(let set, let index): sets[set].elements[index]
            case .chain(let chain): chains[chain].reason
            case .rule(let chain, let index): chains[chain].reasons[index]
            }
        }
        return Artifact(.ruleset, text, reasons: reasons)
    }

    var ruleset: Ruleset { self.ruleset(self.sets, self.chains) }

    /// In the order in which a packet meets them.
    private var chains: [ExplainedChain] {
        guard self.host.role.isPublic else { return [self.input, self.forward, self.output] }
        return (self.proxiesOpenings ? [self.prerouting] : []) + [
            self.input, self.strangers, self.forward, self.output,
        ]
    }

    private func ruleset(_ sets: [ExplainedSet], _ chains: [ExplainedChain]) -> Ruleset {
        Ruleset(
            header: self.header,
            counters: Self.counters(of: chains),
            sets: sets.map(\.set),
            chains: chains.map(\.chain)
        )
    }

    /// Those that the rules use, in a fixed order.
    private static func counters(of chains: [ExplainedChain]) -> [CounterName] {
        let all: [CounterName] = [
            .peerPortKnocks, .strangersRefused, .spoofedDropped, .invalidDropped, .icmpRefused, .inboundDropped,
            .forwardDropped, .outboundDropped, .ipv6Dropped,
        ]
        return all.filter { counter in
            chains.contains { chain in chain.chain.rules.contains { $0.counter == .named(counter) } }
        }
    }

    /// What follows from the host as a whole.
    func reason(_ rule: Reason.Rule) -> Reason {
        Reason(rule, at: self.host.span)
    }
}
