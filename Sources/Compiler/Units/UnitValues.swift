internal import Addressing
internal import Diagnostics
internal import Topology

/// What the units of a host say.
struct UnitValues {
    /// Of every template but that of `skywelld.cfg`.
    static let schema = TemplateSchema([
        "host": .text,
        "role": .text,
        "network": .text,
        "source": .text,
        "nudge": .records(TemplateSchema(["peerFilter": .text])),
    ])

    let topology: Topology
    let source: String

    func record(of host: Host) -> TemplateValue.Record {
        let names = Reason(.names, at: host.span)
        return TemplateValue.Record(
            [
                .text(host.name.rawValue, names),
                .text(host.role.rawValue, names),
                .text(self.topology.network.rawValue, names),
                .text(self.source, names),
                .records(self.nudge(of: host)),
            ],
            Reason(.template)
        )
    }

    /// Whether a host's server is restarted when it has lost every peer.
    ///
    /// Hidden hosts only: what they dial is their only way to the network, so they come back by themselves or not at
    /// all, and have nothing left to lose. A public server is dialled by others as well, and a restart would cost its
    /// validators links that work.
    func nudges(_ host: Host) -> Bool {
        host.role.isHidden && !self.topology.links(from: host.name).isEmpty
    }

    private func nudge(of host: Host) -> [TemplateValue.Record] {
        guard self.nudges(host) else { return [] }
        let links = self.topology.links(from: host.name)
        let reason = Reason(.nudge, at: links.first?.span)
        let filter = links.map { "dst \($0.endpoint)" }.joined(separator: " or ")
        return [TemplateValue.Record([.text(filter, reason)], reason)]
    }
}
