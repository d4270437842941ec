internal import Addressing
internal import Nftables
internal import PacketSpace
internal import Topology

/// What a host and its neighbours on IPv6 segments ask and answer to find each other; nobody is reached otherwise, unless somebody has
/// entered addresses by hand.
///
/// Source: RFC 4861 §4.3, §4.4, §7.2; the hop limit says that no router has passed them on.
struct NeighbourDiscovery {
    let entering: Diagram
    let leaving: Diagram

    /// - Parameters:
    ///   - own: The host's addresses; none for any.
    ///   - neighbours: The segments' prefixes; none for any.
    init(_ store: DiagramStore, own: [IPPrefix], neighbours: [IPPrefix]) {
        let all = { (sets: [Diagram]) in sets.reduce(.everything, store.intersection) }
        let from = { (prefixes: [IPPrefix]) in
            prefixes.isEmpty ? Diagram.everything : store.packets(fromAnyOf: prefixes)
        }
        let to = { (prefixes: [IPPrefix]) in prefixes.isEmpty ? Diagram.everything : store.packets(toAnyOf: prefixes) }
        let asking = { (prefixes: [IPPrefix]) in
            prefixes.isEmpty ? Diagram.everything : store.packets(toAnyOf: prefixes + [Self.askedAtOnce])
        }
        let ofAny = all([store.packets(in: [.untracked]), store.packets(withHopLimit: 255)])
        let solicitation = store.intersection(ofAny, store.packets(ofICMPType: 135, .ipv6))
        let advertisement = store.intersection(ofAny, store.packets(ofICMPType: 136, .ipv6))
        self.entering = store.intersection(
            store.complement(of: store.packets(enteringBy: "lo")),
            store.union(
                all([solicitation, from(neighbours), asking(own)]),
                all([advertisement, from(neighbours), to(own)])
            )
        )
        self.leaving = store.intersection(
            store.complement(of: store.packets(leavingBy: "lo")),
            store.union(
                all([solicitation, from(own), asking(neighbours)]),
                all([advertisement, from(own), to(neighbours)])
            )
        )
    }

    /// Those of a host of a topology.
    init(_ store: DiagramStore, of host: Host, in topology: Topology) {
        let places = host.attachments.filter { $0.ipv6Address != nil }
        self.init(
            store,
            own: places.compactMap(\.ipv6Address).map { .ipv6(IPv6Prefix($0, length: 128)) } + Self.ofLinks(places),
            neighbours: places.flatMap { topology[segment: $0.segment]?.ipv6Prefixes ?? [] }.map(IPPrefix.ipv6)
                + Self.ofLinks(places)
        )
    }

    /// Addresses that every host and every router has on a link; routers ask from theirs (`ndisc_send_ns` of the kernel). None where any
    /// address is meant.
    private static func ofLinks(_ places: [Attachment]) -> [IPPrefix] {
        places.isEmpty ? [] : [.ipv6(IPv6Prefix(IPv6Address(rawValue: 0xFE80 << 112), length: 10))]
    }

    /// Where a neighbour is asked whose link-layer address nobody knows yet. Source: RFC 4291 §2.7.1.
    private static let askedAtOnce = IPPrefix.ipv6(
        IPv6Prefix(IPv6Address(rawValue: 0xFF02 << 112 | 0x1_FF00_0000), length: 104)
    )

    /// Those that rules may drop, though they come no more often than needed.
    ///
    /// - Parameter listing: What `prover` proves.
    func droppable(by prover: Prover, _ listing: RulesetListing) -> (entering: Diagram, leaving: Diagram) {
        let tables = listing.tables.map { $0.withinCeilings(of: .recurring) }
        let within = Prover(prover, changing: tables)
        return (
            within.droppable(self.entering, on: .arrival), within.droppable(self.leaving, on: .departure)
        )
    }
}
