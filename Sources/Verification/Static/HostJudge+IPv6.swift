internal import PacketSpace
internal import Topology

/// IPv6, which no server speaks.
extension HostJudge {
    var ipv6Closed: HostFinding? {
        // Without anything that is open there are no answers either.
        let states = self.usesIPv6 ? self.sets.fresh : .everything
        let entering = self.sets.without(
            self.sets.all(states, self.sets.ipv6, self.sets.fromWire),
            self.sets.any([self.administration, self.monitoring, self.neighboursIn])
        )
        let leaving = self.sets.without(
            self.sets.all(states, self.sets.ipv6, self.sets.toWire),
            self.sets.any([self.egress, self.neighboursOut])
        )
        return self.finding(
            .ipv6Closed,
            [
                self.accepted(entering, on: .arrival), self.accepted(leaving, on: .departure),
                self.accepted(self.sets.ipv6, on: .passage),
            ],
            "no IPv6 in, out or through"
                + (self.usesIPv6 ? ", but what the topology opens by an address and what finds neighbours" : "")
        )
    }
}
