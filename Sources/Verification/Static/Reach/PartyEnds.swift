internal import Addressing
internal import PacketSpace
package import Topology

/// The ends of paths that a party of a question stands for.
struct PartyEnds {
    /// Our hosts, each with the addresses that are meant, in the order of the file.
    let nodes: [(node: ReachNode, addresses: [IPAddress])]
    /// All the others who are meant: packets from them, and to them; `nothing` if there are none.
    let fromOthers: Diagram
    let toOthers: Diagram
    /// What the others are called.
    let others: String

    init(_ party: ReachParty, _ reach: Reach) {
        let sets = reach.sets
        let known = reach.topology.hosts.filter(\.role.isOurs).flatMap(\.attachments).flatMap(\.prefixes)
        let foreign: [IPPrefix]?
        let isMeant: (ReachNode, IPAddress, SegmentName) -> Bool
        switch party {
        case .any, .stranger:
            foreign = nil
            isMeant = { _, _, _ in party == .any }
            self.others = "stranger"
        case .host(let name):
            let host = reach.topology[host: name].flatMap { $0.role.isOurs ? nil : $0 }
            foreign = host?.attachments.flatMap(\.prefixes) ?? []
            isMeant = { node, _, _ in node.host.name == name }
            self.others = name.description
        case .group(let name):
            let hosts = reach.topology.hosts.filter { $0.group == name && !$0.role.isOurs }
            foreign = hosts.flatMap(\.attachments).flatMap(\.prefixes)
            isMeant = { node, _, _ in node.host.group == name }
            self.others = "others of \(name)"
        case .segment(let name):
            let segment = reach.topology[segment: name]
            foreign =
                (segment?.prefixes ?? []).map(IPPrefix.ipv4) + (segment?.ipv6Prefixes ?? []).map(IPPrefix.ipv6)
            isMeant = { _, _, segment in segment == name }
            self.others = "others on \(name)"
        case .prefix(let prefix):
            foreign = [prefix]
            isMeant = { _, address, _ in prefix.contains(address) }
            self.others = prefix.description
        }
        self.nodes = reach.paths.nodes.compactMap { node in
            let addresses = node.addresses.filter { isMeant(node, $0.address, $0.segment) }.map(\.address)
            return addresses.isEmpty ? nil : (node, addresses)
        }
        self.fromOthers = sets.without(foreign.map(sets.from) ?? .everything, sets.from(known))
        self.toOthers = sets.without(foreign.map(sets.to) ?? .everything, sets.to(known))
    }
}

extension ReachParty {
    /// Whether one of the topology's own hosts is meant, whose rules can be known.
    package func meansOurs(in topology: Topology) -> Bool {
        let ours = topology.hosts.filter(\.role.isOurs)
        switch self {
        case .any: return !ours.isEmpty
        case .stranger: return false
        case .host(let name): return ours.contains { $0.name == name }
        case .group(let name): return ours.contains { $0.group == name }
        case .segment(let name): return ours.flatMap(\.attachments).contains { $0.segment == name }
        case .prefix(let prefix):
            return ours.flatMap(\.attachments).contains { place in
                prefix.contains(.ipv4(place.address)) || place.ipv6Address.map { prefix.contains(.ipv6($0)) } ?? false
            }
        }
    }
}

extension IPPrefix {
    fileprivate func contains(_ address: IPAddress) -> Bool {
        switch (self, address) {
        case (.ipv4(let prefix), .ipv4(let address)): prefix.contains(address)
        case (.ipv6(let prefix), .ipv6(let address)): prefix.contains(address)
        case (.ipv4, .ipv6), (.ipv6, .ipv4): false
        }
    }
}
