internal import Addressing
internal import PacketSpace
internal import Topology

extension Reach {
    /// What gets from some to others: a finding for every two ends, in the order of the topology.
    package func findings(from: ReachParty, to: ReachParty, _ flow: ReachFlow) -> [ReachFinding] {
        let (senders, receivers) = (PartyEnds(from, self), PartyEnds(to, self))
        let names = AddressNames(self.topology)
        let teller = FindingTeller(self.paths, self.sets, flow, names)
        let others = { (ends: PartyEnds) in ReachEnd.others(from: ends.fromOthers, to: ends.toOthers) }
        var findings: [ReachFinding] = []
        for sender in senders.nodes {
            let end = ReachEnd.node(sender.node, sender.addresses)
            for receiver in receivers.nodes where receiver.node !== sender.node {
                findings.append(
                    teller.finding(
                        from: (end, sender.node.host.name.description),
                        to: (.node(receiver.node, receiver.addresses), receiver.node.host.name.description)
                    )
                )
            }
            if receivers.toOthers != .nothing {
                findings.append(
                    teller.finding(
                        from: (end, sender.node.host.name.description),
                        to: (others(receivers), receivers.others)
                    )
                )
            }
        }
        guard senders.fromOthers != .nothing else { return findings }
        for receiver in receivers.nodes {
            findings.append(
                teller.finding(
                    from: (others(senders), senders.others),
                    to: (.node(receiver.node, receiver.addresses), receiver.node.host.name.description)
                )
            )
        }
        return findings
    }
}
