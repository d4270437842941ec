internal import Addressing
internal import PacketSpace
internal import Topology

/// Who a party of an expectation is: hosts whose rules count, and everybody else who is meant.
struct FlowEnds {
    /// Our hosts, each with the places that are meant, in the order of the file.
    let hosts: [(host: Host, places: [Attachment])]
    /// Packets from all the others who are meant, and packets to them.
    let fromOthers: Diagram
    let toOthers: Diagram
    /// The party is not named by an address: whoever is meant comes over a public segment.
    let isAnybody: Bool
    /// Where the party is named by addresses of IPv6: no other ones are meant.
    let isWide: Bool

    init(_ party: Expectation.Party, in topology: Topology, _ sets: PacketSets) {
        let ours = topology.hosts.filter(\.role.isOurs)
        let addresses = ours.flatMap(\.attachments).flatMap(\.prefixes)
        let others = { (prefixes: [IPPrefix]) -> (Diagram, Diagram) in
            (
                sets.without(sets.from(prefixes), sets.from(addresses)),
                sets.without(sets.to(prefixes), sets.to(addresses))
            )
        }
        let places = { (isMeant: (Attachment) -> Bool) in
            ours.map { (host: $0, places: $0.attachments.filter(isMeant)) }.filter { !$0.places.isEmpty }
        }
        switch party {
        case .any, .stranger:
            self.hosts = party == .any ? places { _ in true } : []
            self.fromOthers = sets.without(.everything, sets.from(addresses))
            self.toOthers = sets.without(.everything, sets.to(addresses))
        case .host(let name):
            self.hosts = places { _ in true }.filter { $0.host.name == name }
            let foreign = topology[host: name].map { $0.role.isOurs ? [] : $0.attachments.flatMap(\.prefixes) } ?? []
            (self.fromOthers, self.toOthers) = others(foreign)
        case .segment(let name):
            self.hosts = places { $0.segment == name }
            let segment = topology[segment: name]
            let prefixes =
                (segment?.prefixes ?? []).map(IPPrefix.ipv4) + (segment?.ipv6Prefixes ?? []).map(IPPrefix.ipv6)
            (self.fromOthers, self.toOthers) = others(prefixes)
        case .prefix(let prefix):
            self.hosts = places { place in
                prefix.ipv4?.contains(place.address)
                    ?? place.ipv6Address.flatMap { prefix.ipv6?.contains($0) } ?? false
            }
            (self.fromOthers, self.toOthers) = others([prefix])
        }
        self.isAnybody = party == .any || party == .stranger
        self.isWide = if case .prefix(let prefix) = party { prefix.ipv6 != nil } else { false }
    }
}

extension Attachment {
    /// Its addresses, each as a prefix of its own.
    var prefixes: [IPPrefix] {
        [.ipv4(IPv4Prefix(self.address, length: 32))]
            + (self.ipv6Address.map { [.ipv6(IPv6Prefix($0, length: 128))] } ?? [])
    }
}
