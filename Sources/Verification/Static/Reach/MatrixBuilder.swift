internal import Addressing
internal import PacketSpace
internal import Topology

/// Settles all pairs of hosts.
///
/// What a host sends from an address, and what it takes at one, is one function each; a pair is what is left of four of them
/// when the addresses are known. Hosts of one kind have the same rests, so that few pairs are worked out at all.
struct MatrixBuilder {
    /// One address of a host, with what it sends from there and takes there.
    private struct Place {
        let address: IPAddress
        let segment: Int
        let sent: Functions
        let taken: Functions
    }

    private struct Functions {
        let opening: Diagram
        let stray: Diagram
        let answering: Diagram
    }

    private struct Rests: Hashable {
        let sent: Diagram
        let taken: Diagram
        let answered: Diagram
        let heard: Diagram
        /// What the sender sends later.
        let sentLater: Diagram
        let takenLater: Diagram
        /// Of the receiver.
        let port: Port
    }

    private struct Answers {
        var toPeerPort = ReachAnswer.no
        var toAnyPort = ReachAnswer.no

        mutating func add(_ other: Answers) {
            self.toPeerPort = max(self.toPeerPort, other.toPeerPort)
            self.toAnyPort = max(self.toAnyPort, other.toAnyPort)
        }
    }

    private let paths: ReachPaths
    private let store: DiagramStore
    private let segments: [SegmentName]
    private var known: [Rests: Answers] = [:]

    init(_ paths: ReachPaths, _ topology: Topology) {
        self.paths = paths
        self.store = paths.store
        self.segments = topology.segments.map(\.name)
    }

    mutating func matrix() -> ReachMatrix {
        let nodes = self.paths.nodes
        var answers = [Answers](repeating: Answers(), count: nodes.count * nodes.count)
        for family in Family.allCases {
            let places = nodes.map { self.places(of: $0, family) }
            for (sender, node) in nodes.enumerated() where !places[sender].isEmpty {
                let meets = self.segments.map { self.paths.meets(node, $0) }
                for receiver in nodes.indices where receiver != sender {
                    let index = sender * nodes.count + receiver
                    if node.changesUnseen || nodes[receiver].changesUnseen {
                        answers[index].add(Answers(toPeerPort: .maybe, toAnyPort: .maybe))
                    }
                    if [node, nodes[receiver]].contains(where: { $0.changesEnds || $0.changesKinds })
                        || self.paths.hasForwarders
                    {
                        answers[index].add(self.slowly(from: node, to: nodes[receiver]))
                        continue
                    }
                    for place in places[receiver] where meets[place.segment] {
                        for source in places[sender] {
                            answers[index].add(self.answers(source, place, nodes[receiver].host.peerPort))
                        }
                    }
                }
            }
        }
        return ReachMatrix(
            hosts: nodes.map(\.host.name),
            toPeerPort: answers.map(\.toPeerPort),
            toAnyPort: answers.map(\.toAnyPort)
        )
    }

    private func places(of node: ReachNode, _ family: Family) -> [Place] {
        node.addresses.filter { $0.address.family == family }.compactMap { place in
            guard let segment = self.segments.firstIndex(of: place.segment) else { return nil }
            let functions = { (function: (FlowKind, IPAddress) -> Diagram) in
                Functions(
                    opening: function(ReachFlow().kind(.opening, family), place.address),
                    stray: function(ReachFlow().kind(.stray, family), place.address),
                    answering: function(ReachFlow().kind(.answering, family), place.address)
                )
            }
            return Place(
                address: place.address,
                segment: segment,
                sent: functions { node.sent($0, from: $1) },
                taken: functions { node.taken($0, at: $1) }
            )
        }
    }

    private mutating func answers(_ source: Place, _ place: Place, _ port: Port) -> Answers {
        let (from, to) = (source.address, place.address)
        let first = self.answers(
            Rests(
                sent: self.store.function(source.sent.opening, to: to),
                taken: self.store.function(place.taken.opening, from: from),
                answered: self.store.function(place.sent.answering, to: from),
                heard: self.store.function(source.taken.answering, from: to),
                sentLater: self.store.function(source.sent.answering, to: to),
                takenLater: self.store.function(place.taken.answering, from: from),
                port: port
            )
        )
        if first.toPeerPort == .yes { return first }
        // What is no first packet opens no flow that anybody could be sure of.
        var all = self.answers(
            Rests(
                sent: self.store.function(source.sent.stray, to: to),
                taken: self.store.function(place.taken.stray, from: from),
                answered: Self.lost,
                heard: Self.lost,
                sentLater: Self.lost,
                takenLater: Self.lost,
                port: port
            )
        )
        all.add(first)
        return all
    }

    private static let lost = Diagram(outcome: Outcome.drop)

    private mutating func answers(_ rests: Rests) -> Answers {
        if rests.sent == Self.lost || rests.taken == Self.lost { return Answers() }
        if let known = self.known[rests] { return known }
        let there = Passable(rests.sent, in: self.store).and(Passable(rests.taken, in: self.store), in: self.store)
        let back = Passable(rests.answered, in: self.store).and(Passable(rests.heard, in: self.store), in: self.store)
        let later = Passable(rests.sentLater, in: self.store).and(
            Passable(rests.takenLater, in: self.store),
            in: self.store
        )
        let open = self.store.intersection(
            self.store.intersection(there.sure, later.sure),
            self.store.reversing(back.sure)
        )
        let port = self.store.packets(to: rests.port)
        let answer = { (may: Diagram, open: Diagram) -> ReachAnswer in
            open != .nothing ? .yes : may != .nothing ? .maybe : .no
        }
        let answers = Answers(
            toPeerPort: answer(self.store.intersection(there.may, port), self.store.intersection(open, port)),
            toAnyPort: answer(there.may, open)
        )
        self.known[rests] = answers
        return answers
    }

    /// Where somebody changes addresses or forwards, the whole path is put together.
    private func slowly(from sender: ReachNode, to receiver: ReachNode) -> Answers {
        let answer = { (flow: ReachFlow) -> ReachAnswer in
            let ends = (ReachEnd.node(sender, sender.all), ReachEnd.node(receiver, receiver.all))
            return self.paths.paths(from: ends.0, to: ends.1, flow).map(\.answer).max() ?? .no
        }
        let toAnyPort = answer(ReachFlow())
        guard toAnyPort != .no else { return Answers() }
        return Answers(toPeerPort: answer(ReachFlow(port: receiver.host.peerPort)), toAnyPort: toAnyPort)
    }
}
