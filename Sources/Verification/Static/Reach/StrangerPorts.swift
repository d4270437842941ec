internal import Addressing
internal import PacketSpace
package import Topology

/// The ports of one host that strangers may get to, or at which the host may get to strangers.
package struct StrangerPorts: Hashable, Sendable {
    package enum Direction: Hashable, Sendable, CaseIterable {
        case fromStrangers
        case toStrangers
    }

    package let host: HostName
    package let direction: Direction
    package let transport: FirewallSettings.TransportProtocol
    /// Ascending and apart from each other.
    package let ports: [ClosedRange<UInt16>]
}

extension Reach {
    /// For some of our hosts, in the order of the topology, both directions and both protocols.
    package func strangerPorts(of isWanted: (HostName) -> Bool) -> [StrangerPorts] {
        let strangers = PartyEnds(.stranger, self)
        let others = ReachEnd.others(from: strangers.fromOthers, to: strangers.toOthers)
        return self.paths.nodes.filter { isWanted($0.host.name) }.flatMap { node in
            StrangerPorts.Direction.allCases.flatMap { direction in
                FirewallSettings.TransportProtocol.allCases.map { transport in
                    let end = ReachEnd.node(node, node.all)
                    let (sender, receiver) = direction == .fromStrangers ? (others, end) : (end, others)
                    let found = self.paths.paths(from: sender, to: receiver, ReachFlow(transport))
                    return StrangerPorts(
                        host: node.host.name,
                        direction: direction,
                        transport: transport,
                        ports: self.ports(of: self.sets.any(found.map(\.there.may)))
                    )
                }
            }
        }
    }

    /// The ports to which some packets go.
    private func ports(of packets: Diagram) -> [ClosedRange<UInt16>] {
        self.sets.store.destinationPorts(of: packets)
    }
}
