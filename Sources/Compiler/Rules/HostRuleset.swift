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
        static let closed = "closed"
        /// A set keeps the size that it was made with, so each ceiling has a set of its own.
        static func slots(_ ceiling: Int) -> String { "slots-\(ceiling)" }
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
        self.header =
            [
                "\(host.name) (\(host.role.rawValue)) of network \(topology.network)",
                "Made by picket from \(source). Replaces tables \(Ruleset.table) and \(Ruleset.slotsTable) and nothing else.",
            ]
            + (host.role.isPublic
                ? [
                    "Sets that rules fill in the latter outlive that: strangers who are connected keep their slots, and no others.",
                    "'Invalid argument' at its chains: somebody made it dormant; 'nft add table \(Ruleset.slotsTable)' wakes it.",
                ] : [])
    }

    /// The private segments of a topology, which are the same for every host of it.
    static func privatePrefixes(of topology: Topology) -> [(IPv4Prefix, Reason)] {
        topology.segments.filter { !$0.isPublic }
            .flatMap { segment in segment.prefixes.map { ($0, Reason(.privateSegments, at: segment.span)) } }
            .sorted { $0.0.network < $1.0.network }
    }

    var artifact: Artifact {
        let main = ExplainedTable(self.sets, self.chains)
        let slots = self.slots
        let (text, origins) = self.ruleset(main, slots).printed
        let sets = main.sets + (slots?.sets ?? [])
        let chains = main.chains + (slots?.chains ?? [])
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

    var ruleset: Ruleset { self.ruleset(ExplainedTable(self.sets, self.chains), self.slots) }

    /// In the order in which a packet meets them.
    private var chains: [ExplainedChain] {
        guard self.host.role.isPublic else { return [self.input, self.forward, self.output] }
        return (self.proxiesOpenings ? [self.prerouting] : []) + [
            self.input, self.strangers, self.forward, self.output,
        ]
    }

    private func ruleset(_ main: ExplainedTable, _ slots: ExplainedTable?) -> Ruleset {
        Ruleset(header: self.header, main: main.table, slots: slots?.table)
    }

    /// What follows from the host as a whole.
    func reason(_ rule: Reason.Rule) -> Reason {
        Reason(rule, at: self.host.span)
    }
}
