internal import PacketSpace
internal import Topology

/// What gets from one end to another otherwise than it was sent: over a host of ours, or under other addresses or ports, which
/// neither end's rules show by themselves.
struct CarriedFlows {
    private let reach: Reach

    /// - Returns: `nil` if no host carries or translates anything.
    init?(_ topology: Topology, hosts: [StaticHost], _ judges: [HostName: HostJudge]) {
        guard judges.values.contains(where: { $0.prover.mayForward || $0.prover.changesEnds }) else { return nil }
        self.reach = Reach(topology, hosts: hosts)
    }

    /// For every two ends between which packets of a flow may be carried, one way on which they are.
    ///
    /// Whether a host forwards at all is no matter of its rules: they must be enough.
    func evidence(of flow: Expectation.Flow) -> [Evidence] {
        let (senders, receivers) = (
            PartyEnds(ReachParty(flow.from), self.reach), PartyEnds(ReachParty(flow.to), self.reach)
        )
        let asked = ReachFlow(flow.transport, port: flow.port)
        var evidence: [Evidence] = []
        for sender in Self.ends(senders) {
            for receiver in Self.ends(receivers) where sender.end.node !== receiver.end.node || sender.end.node == nil {
                // Between two others nothing is ours to judge.
                guard sender.end.node != nil || receiver.end.node != nil else { continue }
                let paths = self.reach.paths.paths(from: sender.end, to: receiver.end, asked)
                let isTranslated = sender.end.changesEnds || receiver.end.changesEnds
                guard let path = paths.first(where: { $0.forwarder != nil }) ?? (isTranslated ? paths.first : nil)
                else {
                    continue
                }
                let shown = PathExample(self.reach.paths, self.reach.sets, asked, sender.end, receiver.end).passing(
                    path
                )
                let example = shown.map { ", such as \($0.packet)" } ?? ""
                if let forwarder = path.forwarder {
                    let text = "carries \(sender.name)'s packets to \(receiver.name)\(example)"
                    evidence.append(Evidence(from: forwarder, text))
                } else {
                    let text =
                        "\(sender.name)'s packets get to \(receiver.name) where addresses or ports are translated"
                    evidence.append(
                        Evidence(from: receiver.end.node == nil ? sender.name : receiver.name, text + example)
                    )
                }
            }
        }
        return evidence
    }

    private static func ends(_ party: PartyEnds) -> [(end: ReachEnd, name: String)] {
        let ours = party.nodes.map { (end: ReachEnd.node($0.node, $0.addresses), name: $0.node.host.name.description) }
        guard party.fromOthers != .nothing else { return ours }
        return ours + [(.others(from: party.fromOthers, to: party.toOthers), party.others)]
    }
}

extension ReachParty {
    fileprivate init(_ party: Expectation.Party) {
        switch party {
        case .any: self = .any
        case .stranger: self = .stranger
        case .host(let name): self = .host(name)
        case .segment(let name): self = .segment(name)
        case .prefix(let prefix): self = .prefix(prefix)
        }
    }
}
