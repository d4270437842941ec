internal import Addressing
internal import PacketSpace
internal import Topology

/// Puts the rules of hosts together to paths: out of the sender, over a segment, into the receiver; and back.
///
/// A host sends from addresses of its own. It meets another one on a segment that both are on, or on the Internet; and beyond
/// that where a host between them forwards, one at most. Whoever is not ours may come over any segment.
struct ReachPaths {
    let store: DiagramStore
    let nodes: [ReachNode]
    private let publicSegments: Set<SegmentName>
    private let forwarders: [ReachNode]

    /// Whether anything may get from one segment to another over one of the hosts.
    var hasForwarders: Bool { !self.forwarders.isEmpty }

    init(_ topology: Topology, _ nodes: [ReachNode], _ store: DiagramStore) {
        self.store = store
        self.nodes = nodes
        self.publicSegments = Set(topology.segments.filter(\.isPublic).map(\.name))
        self.forwarders = nodes.filter(\.mayForward)
    }

    /// Every path on which anything may get from one end to another, in a fixed order.
    func paths(from sender: ReachEnd, to receiver: ReachEnd, _ flow: ReachFlow) -> [ReachedPath] {
        Family.allCases.flatMap { family -> [ReachedPath] in
            let direct = self.ways(from: sender, to: receiver, family).map {
                self.path(from: sender, $0, to: receiver, $1, flow, family)
            }
            let indirect = self.forwarders.flatMap { forwarder in
                self.sources(sender, family).compactMap { source in
                    self.path(from: sender, source, over: forwarder, to: receiver, flow, family)
                }
            }
            return (direct + indirect).filter { $0.answer != .no }
        }
    }

    // MARK: - Who meets whom

    /// Addresses between which there is a direct way; `nil` stands for those of others.
    func ways(
        from sender: ReachEnd,
        to receiver: ReachEnd,
        _ family: Family
    ) -> [(source: IPAddress?, destination: IPAddress?)] {
        self.destinations(of: sender, receiver, family).flatMap { destination in
            // The address on the way itself comes first: it is the one that a host takes by itself.
            let segment = receiver.node?.addresses.first { $0.address == destination }?.segment
            return self.sources(sender, family, to: segment).map { ($0, destination) }
        }
    }

    /// The receiver's addresses to which a sender has a way of its own; `nil` stands for those of others.
    private func destinations(of sender: ReachEnd, _ receiver: ReachEnd, _ family: Family) -> [IPAddress?] {
        guard case .node(let node, let addresses) = receiver else { return [nil] }
        let places = node.addresses.filter { place in
            addresses.contains(place.address) && place.address.family == family
                && (sender.node.map { self.meets($0, place.segment) } ?? true)
        }
        // Others are on the Internet more often than anywhere else.
        let isFirst = { (segment: SegmentName) in sender.node != nil || self.publicSegments.contains(segment) }
        return (places.filter { isFirst($0.segment) } + places.filter { !isFirst($0.segment) }).map(\.address)
    }

    /// The sender's addresses, those on the segment of a destination first; `nil` stands for those of others.
    private func sources(_ sender: ReachEnd, _ family: Family, to destination: SegmentName? = nil) -> [IPAddress?] {
        guard case .node(let node, let addresses) = sender else { return [nil] }
        let isPublic = destination.map(self.publicSegments.contains) ?? false
        let isThere = { (segment: SegmentName) in
            segment == destination || isPublic && self.publicSegments.contains(segment)
        }
        let own = node.addresses.filter { addresses.contains($0.address) && $0.address.family == family }
        return (own.filter { isThere($0.segment) } + own.filter { !isThere($0.segment) }).map(\.address)
    }

    /// Whether a host has a way to a segment without anybody's help.
    func meets(_ node: ReachNode, _ segment: SegmentName) -> Bool {
        node.addresses.contains { $0.segment == segment }
            || self.publicSegments.contains(segment)
                && node.addresses.contains { self.publicSegments.contains($0.segment) }
    }

    private func meets(_ node: ReachNode, _ other: ReachNode) -> Bool {
        other.addresses.contains { self.meets(node, $0.segment) }
    }

    // MARK: - Direct paths

    private func path(
        from sender: ReachEnd,
        _ source: IPAddress?,
        to receiver: ReachEnd,
        _ destination: IPAddress?,
        _ flow: ReachFlow,
        _ family: Family
    ) -> ReachedPath {
        let there = self.there(.opening, from: sender, source, to: receiver, destination, flow, family)
        let strays = self.there(.stray, from: sender, source, to: receiver, destination, flow, family)
        let answers =
            there.may == .nothing
            ? Passable.nothing : self.answers(to: sender, source, from: receiver, destination, flow, family)
        // Where addresses change, answers are sure only if everything is.
        let later =
            there.may == .nothing || sender.changesEnds || receiver.changesEnds
            ? Passable.everything
            : self.there(.answering, from: sender, source, to: receiver, destination, flow, family)
        let open = there.and(answers, in: self.store).and(later, in: self.store)
        let isSteady =
            !self.mayChange(from: sender, source, to: receiver, destination, flow, family)
            && (family == .ipv4 || (sender.node?.findsNeighbours ?? true) && (receiver.node?.findsNeighbours ?? true))
        return ReachedPath(
            source: source,
            destination: destination,
            forwarder: nil,
            family: family,
            there: there,
            open: isSteady ? open : open.unsure,
            strays: strays.may
        )
    }

    /// Whether an end may take packets of a flow for others than they were sent as, or break it.
    private func mayChange(
        from sender: ReachEnd,
        _ source: IPAddress?,
        to receiver: ReachEnd,
        _ destination: IPAddress?,
        _ flow: ReachFlow,
        _ family: Family
    ) -> Bool {
        let changes = { (end: ReachEnd) in end.node.flatMap { $0.changesKinds ? $0 : nil } }
        let (first, last) = (changes(sender), changes(receiver))
        guard first != nil || last != nil else { return false }
        let there = self.packets(from: source, to: destination, self.ports(flow))
        let port = flow.port?.rawValue
        let answered = port.map { self.store.packets(fromPorts: $0...$0) } ?? .everything
        let back = self.packets(from: destination, to: source, answered)
        let (opening, answering) = (flow.kind(.opening, family), flow.kind(.answering, family))
        let mayChangeThere = [opening, answering].contains { kind in
            first?.mayChange(kind, on: .departure, between: there) ?? false
                || last?.mayChange(kind, on: .arrival, between: there) ?? false
        }
        return mayChangeThere || last?.mayChange(answering, on: .departure, between: back) ?? false
            || first?.mayChange(answering, on: .arrival, between: back) ?? false
    }

    private func packets(from source: IPAddress?, to destination: IPAddress?, _ ports: Diagram) -> Diagram {
        [source.map { self.store.packets(from: $0.prefix) }, destination.map { self.store.packets(to: $0.prefix) }]
            .compactMap(\.self).reduce(ports, self.store.intersection)
    }

    private func there(
        _ phase: FlowPhase,
        from sender: ReachEnd,
        _ source: IPAddress?,
        to receiver: ReachEnd,
        _ destination: IPAddress?,
        _ flow: ReachFlow,
        _ family: Family
    ) -> Passable {
        let kind = flow.kind(phase, family)
        let onWire = self.onWire(at: receiver, destination, kind, flow)
        let there = self.handed(to: onWire, by: sender, source, kind, family)
        // Who changes no address sends to the one where the packets come in.
        guard let destination, !sender.changesEnds else { return there }
        return self.to(destination, there)
    }

    private func sent(by end: ReachEnd, _ source: IPAddress?, _ kind: FlowKind, _ family: Family) -> Diagram {
        switch end {
        case .node(let node, _): source.map { node.sent(kind, from: $0) } ?? .nothing
        case .others(let from, _): self.ends(from, family)
        }
    }

    private func taken(by end: ReachEnd, _ destination: IPAddress?, _ kind: FlowKind, _ family: Family) -> Diagram {
        switch end {
        case .node(let node, _): destination.map { node.taken(kind, at: $0) } ?? .nothing
        case .others(_, let to): self.ends(to, family)
        }
    }

    /// What becomes of packets on the wire, by addresses and ports.
    private func onWire(at end: ReachEnd, _ destination: IPAddress?, _ kind: FlowKind, _ flow: ReachFlow) -> Diagram {
        let reached: Diagram
        let function: Diagram
        switch end {
        case .node(let node, _):
            reached = destination.map { self.store.packets(to: $0.prefix) } ?? .nothing
            function = destination.map { node.taken(kind, at: $0) } ?? .nothing
        case .others(_, let to):
            reached = self.ends(to, kind.family)
            function = Self.accepted
        }
        // What does not come to this end is lost as far as it is concerned.
        return self.store.choose(
            self.store.intersection(reached, self.ports(flow)),
            function,
            Diagram(outcome: Outcome.drop)
        )
    }

    private static let accepted = Diagram(outcome: Outcome.accept)

    private func ports(_ flow: ReachFlow) -> Diagram {
        flow.port.map { self.store.packets(to: $0) } ?? .everything
    }

    /// A set of packets by addresses alone.
    private func ends(_ set: Diagram, _ family: Family) -> Diagram {
        self.store.assigning(Field.family.rawValue, UInt64(family.rawValue), in: set)
    }

    private func from(_ address: IPAddress, _ packets: Passable) -> Passable {
        Passable(
            may: self.store.function(packets.may, from: address),
            sure: self.store.function(packets.sure, from: address)
        )
    }

    private func to(_ address: IPAddress, _ packets: Passable) -> Passable {
        Passable(
            may: self.store.function(packets.may, to: address),
            sure: self.store.function(packets.sure, to: address)
        )
    }

    // MARK: - Answers

    /// The first packets whose answers get back.
    private func answers(
        to sender: ReachEnd,
        _ source: IPAddress?,
        from receiver: ReachEnd,
        _ destination: IPAddress?,
        _ flow: ReachFlow,
        _ family: Family
    ) -> Passable {
        let kind = flow.kind(.answering, family)
        var sent = Passable(self.sent(by: receiver, destination, kind, family), in: self.store)
        var taken = Passable(self.taken(by: sender, source, kind, family), in: self.store)
        guard !sender.changesEnds, !receiver.changesEnds else {
            // Answers are translated back, and look otherwise at every place: only what every answer does is sure.
            let isSure = sent.sure == .everything && taken.sure == .everything
            return Passable(
                may: sent.may == .nothing || taken.may == .nothing ? .nothing : .everything,
                sure: isSure ? .everything : .nothing
            )
        }
        if let source { sent = self.to(source, sent) }
        if let destination { taken = self.from(destination, taken) }
        let back = sent.and(taken, in: self.store)
        return Passable(may: self.store.reversing(back.may), sure: self.store.reversing(back.sure))
    }

    // MARK: - Over a host between

    /// Whether a host forwards at all is no matter of rules: nothing is sure on such a path.
    private func path(
        from sender: ReachEnd,
        _ source: IPAddress?,
        over forwarder: ReachNode,
        to receiver: ReachEnd,
        _ flow: ReachFlow,
        _ family: Family
    ) -> ReachedPath? {
        guard sender.node?.host.name != forwarder.host.name, receiver.node?.host.name != forwarder.host.name,
            sender.node.map({ self.meets($0, forwarder) }) ?? true
        else { return nil }
        let through = { (phase: FlowPhase) -> Passable in
            let kind = flow.kind(phase, family)
            let onWire = self.destinations(of: .node(forwarder, []), receiver, family).map {
                self.onWire(at: receiver, $0, kind, flow)
            }
            guard let last = onWire.first else { return .nothing }
            let reached = onWire.dropFirst().reduce(last) { self.store.either($0, $1) }
            let passed = forwarder.forwarded(kind, followedBy: reached)
            // Whether a host forwards at all is no matter of rules.
            return self.handed(to: passed, by: sender, source, kind, family).unsure
        }
        let there = through(.opening)
        return ReachedPath(
            source: source,
            destination: nil,
            forwarder: forwarder.host.name,
            family: family,
            there: there,
            open: there,
            strays: through(.stray).may
        )
    }

    /// What a sender sends, and what becomes of it on the wire.
    private func handed(
        to onWire: Diagram,
        by sender: ReachEnd,
        _ source: IPAddress?,
        _ kind: FlowKind,
        _ family: Family
    ) -> Passable {
        if let node = sender.node, let source, node.changesEnds {
            let function = node.prover.sent(kind, followedBy: onWire)
            return Passable(self.store.function(function, from: source), in: self.store)
        }
        var taken = Passable(onWire, in: self.store)
        if let source { taken = self.from(source, taken) }
        return Passable(self.sent(by: sender, source, kind, family), in: self.store).and(taken, in: self.store)
    }
}

extension DiagramStore {
    /// Packets to a port, of those that have one.
    func packets(to port: Port) -> Diagram {
        self.set(Field.destinationPort.rawValue, in: [UInt64(port.rawValue)...UInt64(port.rawValue)])
    }
}
