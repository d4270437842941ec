internal import Addressing
internal import Nftables
internal import PacketSpace
package import Topology

/// Answers who can reach whom, on the rules of all hosts of a topology: from end to end, and back.
package struct Reach {
    let topology: Topology
    let sets: PacketSets
    let paths: ReachPaths
    /// Hosts of ours whose rules are not known.
    package let unknown: [HostName]

    /// What is on hosts and not judged, and may give their rules other packets than those from the wire, in words.
    package var unjudged: [String] { self.named { $0.changingUnseen } }

    /// What else is on hosts and not judged, and may drop packets, in words.
    package var unseen: [String] {
        self.named { prover in prover.notJudged.filter { !prover.changingUnseen.contains($0) } }
    }

    private func named(_ things: (Prover) -> [String]) -> [String] {
        self.paths.nodes.flatMap { node in things(node.prover).map { "'\($0)' of \(node.host.name)" } }
    }

    /// What every answer takes for granted, in words.
    package static let assumptions =
        Prover.assumptions + [
            "hosts send from their own addresses, and meet on the segments of the topology or on the Internet",
            "packets that are sure to be let in come by the interface that the route to their source leads to",
            "hosts are asked for at their addresses in the topology: what they take at others, such as link-local ones or those of "
                + "several hosts, is for 'picket check'",
            "others may come over any segment, with any address that is none of the topology's",
            "nothing between the hosts filters or translates, but hosts of the topology that forward, one at most",
        ]

    /// - Parameter hosts: Of the topology; those that are missing are told by ``unknown``.
    package init(_ topology: Topology, hosts: [StaticHost]) {
        let store = DiagramStore()
        let found = Dictionary(hosts.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        let ours = topology.hosts.filter(\.role.isOurs)
        let nodes = ours.compactMap { host in
            found[host.name].map { ReachNode(host, in: topology, $0, store: store) }
        }
        self.topology = topology
        self.sets = PacketSets(store)
        self.paths = ReachPaths(topology, nodes, store)
        self.unknown = ours.map(\.name).filter { found[$0] == nil }
    }

    /// Every two hosts of ours whose rules are known.
    package func matrix() -> ReachMatrix {
        var builder = MatrixBuilder(self.paths, self.topology)
        return builder.matrix()
    }
}
