internal import Addressing
internal import PacketSpace
internal import Topology

/// Where a path begins or ends.
enum ReachEnd {
    /// At one of our hosts, at some of its addresses.
    case node(ReachNode, [IPAddress])
    /// At others, whose rules nobody knows: packets from them, and packets to them.
    case others(from: Diagram, to: Diagram)

    var node: ReachNode? {
        if case .node(let node, _) = self { node } else { nil }
    }

    var changesEnds: Bool { self.node?.changesEnds ?? false }
}
