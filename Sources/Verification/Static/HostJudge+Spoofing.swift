internal import Addressing
internal import PacketSpace
internal import Topology

/// Sources that cannot be true.
extension HostJudge {
    /// Of established flows too: who forges one of their packets writes into somebody else's connection.
    var spoofingRefused: HostFinding? {
        let own = self.sets.from(self.ownPrefixes)
        let elsewhere = self.sets.all(self.privateSources, self.sets.store.packets(withReversePath: false))
        let forged = self.sets.all(self.sets.ipv4, self.sets.fromWire, self.sets.any([own, elsewhere]))
        let segments = self.privateSources == .nothing ? "" : ", nor one of a private segment from elsewhere"
        // What the user's own rules open on a public server before forged sources are refused is meant.
        let opened = self.letInByOwnRules(forged, at: [.inputFirst])
        return self.finding(
            .spoofingRefused,
            // Administration is let in before anything can go wrong with it, and is encrypted.
            [self.accepted(self.sets.without(forged, self.sets.any([self.administration, opened])), on: .arrival)],
            "takes no packet from the wire under an address of its own\(segments)"
        )
    }

    /// Packets from the topology's private segments, where the host is meant to know by which interface they come.
    private var privateSources: Diagram {
        guard self.host.firewall.refusesSpoofing else { return .nothing }
        let segments = self.topology.segments.filter { !$0.isPublic }
        return self.sets.from(segments.flatMap { $0.prefixes.map(IPPrefix.ipv4) })
    }
}
