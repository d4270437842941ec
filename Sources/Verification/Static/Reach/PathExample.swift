internal import Addressing
internal import PacketSpace
internal import Topology

/// Shows by one packet what lets a path's packets through, or what stops them.
struct PathExample {
    struct Shown {
        let packet: String
        let rules: [ReachFinding.DecidingRule]
    }

    private let paths: ReachPaths
    private let sets: PacketSets
    private let flow: ReachFlow
    private let sender: ReachEnd
    private let receiver: ReachEnd

    init(_ paths: ReachPaths, _ sets: PacketSets, _ flow: ReachFlow, _ sender: ReachEnd, _ receiver: ReachEnd) {
        self.paths = paths
        self.sets = sets
        self.flow = flow
        self.sender = sender
        self.receiver = receiver
    }

    /// A packet that gets through, and the rule of each end that accepts it.
    func passing(_ path: ReachedPath) -> Shown? {
        let isOpening = path.there.may != .nothing
        let ports = path.open.sure != .nothing ? path.open.sure : isOpening ? path.there.may : path.strays
        let kind = isOpening ? self.opening : self.sets.all(self.sets.transport(self.flow.transport), self.sets.fresh)
        let packets = self.packets(path.source, path.destination, path.family, self.sets.all(kind, ports))
        var shown: [CounterExample] = []
        var rules: [ReachFinding.DecidingRule] = []
        // Where addresses are changed on the way, both ends see other packets, and each shows its own.
        if let node = self.sender.node, let example = self.example(node, packets, .departure, accepted: true) {
            shown.append(example)
            rules += self.rule(example, node)
        }
        if let node = self.receiver.node {
            let isSame = !self.sender.changesEnds && path.forwarder == nil
            let arriving = isSame ? packets : self.packets(nil, path.destination, path.family, kind)
            let same = isSame ? shown.first.map { self.same(as: $0.packet, arriving) } : nil
            if let example = self.example(node, same ?? arriving, .arrival, accepted: true) {
                shown.append(example)
                rules += self.rule(example, node)
            }
        }
        return shown.first.map { Shown(packet: $0.packet.words, rules: rules) }
    }

    /// A first packet between the ends, and the rule that stops it; `nil` if the ends have no way to each other.
    func stopped() -> Shown? {
        for family in Family.allCases {
            for (source, destination) in self.paths.ways(from: self.sender, to: self.receiver, family) {
                let port = self.flow.port.map { self.paths.store.packets(to: $0) } ?? .everything
                let packets = self.packets(source, destination, family, self.sets.all(self.opening, port))
                let ends: [(ReachNode?, Journey)] = [(self.sender.node, .departure), (self.receiver.node, .arrival)]
                for case (let node?, let journey) in ends {
                    guard let example = self.example(node, packets, journey, accepted: false) else { continue }
                    return Shown(packet: example.packet.words, rules: self.rule(example, node))
                }
            }
        }
        return nil
    }

    /// What each end of ours does by itself to first packets between the ends.
    func ends() -> [ReachFinding.End] {
        let port = self.flow.port.map { self.paths.store.packets(to: $0) } ?? .everything
        let ways = Family.allCases.flatMap { family in
            self.paths.ways(from: self.sender, to: self.receiver, family).map { source, destination in
                self.packets(source, destination, family, self.sets.all(self.opening, port))
            }
        }
        let packets = self.sets.any(ways)
        guard packets != .nothing else { return [] }
        let ends: [(ReachNode?, Journey, ReachFinding.End.Direction)] = [
            (self.sender.node, .departure, .output), (self.receiver.node, .arrival, .input),
        ]
        return ends.compactMap { node, journey, direction in
            node.map { self.end($0, packets, journey, direction) }
        }
    }

    private func end(
        _ node: ReachNode,
        _ packets: Diagram,
        _ journey: Journey,
        _ direction: ReachFinding.End.Direction
    ) -> ReachFinding.End {
        let wire = self.sets.all(packets, journey == .departure ? self.sets.toWire : self.sets.fromWire)
        let honest = self.sets.all(wire, journey == .departure ? .everything : self.sets.fromSegments)
        let may = node.prover.acceptable(wire, on: journey)
        let sure = self.sets.without(self.sets.all(may, honest), node.prover.droppable(honest, on: journey))
        let example = self.example(node, packets, journey, accepted: may != .nothing)
        return ReachFinding.End(
            host: node.host.name.description,
            direction: direction,
            answer: may == .nothing ? .no : sure == .nothing ? .maybe : .yes,
            rule: example.flatMap { self.rule($0, node).first }
        )
    }

    private var opening: Diagram {
        switch self.flow.transport {
        case .tcp: self.sets.opening
        case .udp: self.sets.all(self.sets.udp, self.paths.store.packets(in: [.new]))
        }
    }

    /// - Parameter others: What else is known of the packets.
    private func packets(
        _ source: IPAddress?,
        _ destination: IPAddress?,
        _ family: Family,
        _ others: Diagram
    ) -> Diagram {
        var packets = self.sets.all(others, self.paths.store.packets(of: family))
        if let source { packets = self.sets.all(packets, self.sets.from([source.prefix])) }
        if let destination { packets = self.sets.all(packets, self.sets.to([destination.prefix])) }
        if case .others(let from, _) = self.sender { packets = self.sets.all(packets, from) }
        if case .others(_, let to) = self.receiver { packets = self.sets.all(packets, to) }
        return packets
    }

    /// Those of some packets with the addresses and ports of one.
    private func same(as packet: Packet, _ packets: Diagram) -> Diagram {
        let ports =
            switch packet.transport {
            case .tcp(let source, let destination, _), .udp(let source, let destination):
                self.sets.all(
                    self.paths.store.packets(fromPorts: source...source),
                    self.paths.store.packets(toPorts: destination...destination)
                )
            case .icmp, .icmpv6, .other: Diagram.everything
            }
        let ends =
            switch packet.addresses {
            case .ipv4(_, let destination): self.sets.to([IPAddress.ipv4(destination).prefix])
            case .ipv6(_, let destination): self.sets.to([IPAddress.ipv6(destination).prefix])
            }
        return self.sets.all(packets, ports, ends)
    }

    private func example(
        _ node: ReachNode,
        _ packets: Diagram,
        _ journey: Journey,
        accepted: Bool
    ) -> CounterExample? {
        let wire = self.sets.all(packets, journey == .departure ? self.sets.toWire : self.sets.fromWire)
        let possible =
            accepted ? node.prover.acceptable(wire, on: journey) : node.prover.droppable(wire, on: journey)
        return node.prover.example(of: possible, on: journey, accepted: accepted)
    }

    private func rule(_ example: CounterExample, _ node: ReachNode) -> [ReachFinding.DecidingRule] {
        guard let point = example.path.blamed else { return [] }
        return [
            ReachFinding.DecidingRule(
                host: node.host.name.description,
                table: point.table,
                chain: point.chain,
                handle: point.handle,
                rule: point.text(accepting: example.path.isAccepted),
                place: node.origin.flatMap { $0.source.rule(at: point, of: $0.listing).place },
                isAccepted: example.path.isAccepted
            )
        ]
    }
}
