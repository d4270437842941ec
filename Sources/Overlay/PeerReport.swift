package import Addressing
package import PeerProtocol
package import Skywelld

/// What a node knows of one of its links, for its own operator.
///
/// Protected peers are among the links: never show this to anybody else.
package struct PeerReport: Equatable, Sendable {
    package let publicKey: NodePublicKey
    package let remote: Endpoint
    package let direction: CrawlEntry.Direction
    /// The peer's own words.
    package let software: String
    package let crawl: CrawlVisibility
    package let uptime: Duration
    /// From ping to pong, smoothed; `nil` if unknown.
    package let latency: Duration?
    /// What the peer last said about its ledgers.
    package let status: StatusChange?
    package let sanity: Sanity
    /// What it has cost us lately; `nil` for peers that nothing is charged to. Source: skywelld reference §5.8.
    package let standing: ResourceTable.Standing?
    /// The balance behind it; 0 for peers that nothing is charged to.
    package let load: Int
    package let isFixed: Bool
    package let isClusterMember: Bool
    package let isProtected: Bool
}

extension Overlay {
    /// The links, by the keys of their other ends.
    package func peerReports(now: Duration) -> [PeerReport] {
        self.finder.links.sorted { $0.key < $1.key }.compactMap { key, id in
            guard let connection = self.connections[id], let peer = connection.peer else { return nil }
            let protection = self.finder.protection
            return PeerReport(
                publicKey: key,
                remote: connection.remote,
                direction: connection.direction,
                software: peer.software,
                crawl: peer.crawl,
                uptime: now - peer.activeSince,
                latency: connection.pulse.latency,
                status: connection.report.status,
                sanity: connection.report.sanity,
                standing: connection.consumer.map { self.resources.standing(of: $0, now: now) },
                load: connection.consumer.map { self.resources.balance(of: $0, now: now) } ?? 0,
                isFixed: self.finder.slots[id]?.privilege == .fixed,
                isClusterMember: connection.isClusterMember,
                isProtected: protection.covers(key) || protection.covers(connection.remote.address)
            )
        }
    }

    /// How many links take a slot, and how many could.
    package var slotUse: SlotUse {
        SlotUse(
            inbound: self.finder.countedInbound,
            outbound: self.finder.countedOutbound,
            inboundMaximum: self.finder.settings.limits.inbound,
            outboundMaximum: self.finder.settings.limits.outbound
        )
    }
}
