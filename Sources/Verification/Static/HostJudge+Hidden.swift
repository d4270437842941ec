internal import PacketSpace
internal import Topology

/// What hides a host.
extension HostJudge {
    var validatorUnreachable: HostFinding? {
        guard self.host.role.isHidden else { return nil }
        let permitted = self.sets.any([self.administration, self.monitoring, self.diallers, self.neighboursIn])
        let packets = self.sets.without(self.sets.all(self.sets.fresh, self.sets.fromWire), permitted)
        return self.finding(
            .validatorUnreachable,
            [self.accepted(packets, on: .arrival)],
            "accepts no new packet from the wire but what the topology opens by an address"
        )
    }

    var validatorConfined: HostFinding? {
        guard self.host.role.isHidden else { return nil }
        let permitted = self.sets.any([self.links, self.egress, self.neighboursOut])
        let packets = self.sets.all(self.sets.fresh, self.sets.toWire)
        return self.finding(
            .validatorConfined,
            [
                self.accepted(self.sets.without(packets, permitted), on: .departure),
                self.packets.changed(packets, on: .departure, toOthersThan: permitted),
                self.packets.ledAway(from: self.ownPrefixes),
                self.packets.diverted,
                self.accepted(.everything, on: .passage).map { $0.following("passes on what is not its own: ") },
            ],
            "sends no new packet but on its links and for its named egress, and passes nothing on"
        )
    }
}
