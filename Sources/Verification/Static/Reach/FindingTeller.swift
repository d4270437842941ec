internal import Addressing
internal import PacketSpace
internal import Topology

/// Says what paths between two ends come to.
struct FindingTeller {
    typealias NamedEnd = (end: ReachEnd, name: String)

    /// How many boxes of packets are said for each two ends.
    private static let boxLimit = 16

    private let paths: ReachPaths
    private let sets: PacketSets
    private let flow: ReachFlow
    private let names: AddressNames

    init(_ paths: ReachPaths, _ sets: PacketSets, _ flow: ReachFlow, _ names: AddressNames) {
        self.paths = paths
        self.sets = sets
        self.flow = flow
        self.names = names
    }

    func finding(from sender: NamedEnd, to receiver: NamedEnd) -> ReachFinding {
        let found = self.paths.paths(from: sender.end, to: receiver.end, self.flow)
        let answer = found.map(\.answer).max() ?? .no
        let example = PathExample(self.paths, self.sets, self.flow, sender.end, receiver.end)
        guard let best = found.first(where: { $0.answer == answer }) else {
            let stopped = example.stopped()
            return ReachFinding(
                from: sender.name,
                to: receiver.name,
                answer: .no,
                packets: [],
                isComplete: true,
                remarks: stopped == nil ? ["no segment is common to both, and nothing of ours forwards"] : [],
                example: stopped?.packet,
                rules: stopped?.rules ?? [],
                ends: example.ends()
            )
        }
        var boxes: [String] = []
        var isComplete = true
        for path in found {
            let words = self.words(path, sender.end, receiver.end)
            boxes += words.boxes.filter { !boxes.contains($0) }
            if !words.isComplete { isComplete = false }
        }
        let passing = example.passing(best)
        return ReachFinding(
            from: sender.name,
            to: receiver.name,
            answer: answer,
            packets: Array(boxes.prefix(Self.boxLimit)),
            isComplete: isComplete && boxes.count <= Self.boxLimit,
            remarks: self.remarks(best, found),
            example: passing?.packet,
            rules: passing?.rules ?? [],
            ends: []
        )
    }

    /// The packets of a path, each part with the ends that the path fixes.
    private func words(
        _ path: ReachedPath,
        _ sender: ReachEnd,
        _ receiver: ReachEnd
    ) -> (boxes: [String], isComplete: Bool) {
        let store = self.paths.store
        let isOpening = path.there.may != .nothing
        var set = isOpening ? path.there.may : path.strays
        // Nobody wants to hear that others have none of our addresses.
        if case .others(let from, _) = sender { set = store.simplifying(set, within: self.ends(from, path)) }
        if case .others(_, let to) = receiver { set = store.simplifying(set, within: self.ends(to, path)) }
        set = store.intersection(set, store.packets(of: path.family))
        if let source = path.source { set = store.intersection(set, store.packets(from: source.prefix)) }
        if let destination = path.destination {
            set = store.intersection(set, store.packets(to: destination.prefix))
        }
        let (boxes, isComplete) = store.boxes(of: set, limit: Self.boxLimit)
        let head = isOpening ? "new \(self.flow.transport)" : "other than first packets of \(self.flow.transport)"
        let way = path.forwarder.map { " over \($0)" } ?? ""
        return (boxes.map { "\(head) \($0.withoutFamily.words(self.names))\(way)" }, isComplete)
    }

    private func ends(_ set: Diagram, _ path: ReachedPath) -> Diagram {
        self.paths.store.assigning(Field.family.rawValue, UInt64(path.family.rawValue), in: set)
    }

    private func remarks(_ best: ReachedPath, _ found: [ReachedPath]) -> [String] {
        guard best.answer == .maybe else { return [] }
        if best.forwarder != nil {
            return ["whether a host forwards at all is no matter of its rules"]
        }
        if best.there.may == .nothing { return ["no first packet gets there, but packets that belong to no flow may"] }
        if best.open.may == .nothing { return ["packets get there, but no answer comes back"] }
        return ["what decides cannot be known beforehand: a limit, a count, an interface, or answers"]
    }
}
