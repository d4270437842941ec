internal import Addressing
internal import Nftables
internal import Topology

/// IPv6, which no server speaks: closed, but for what the topology opens by an address.
extension HostRuleset {
    /// Only packets that no router has passed on have it, so neighbour discovery comes from neighbours.
    ///
    /// Source: RFC 4861 §6.1 and §7.1.
    private static let hopLimitOfNeighbours: UInt8 = 255

    /// Of one neighbour, so that none of them takes the others' share: far above what finding each other needs.
    ///
    /// Source: a neighbour asks once a second for an address; RFC 4861 §10, RETRANS_TIMER.
    private static let neighbourRate = Rule.Rate(100, per: .second, burst: 200)

    /// Whether the topology opens anything over IPv6, which needs neighbour discovery and answers.
    var usesIPv6: Bool {
        let firewall = self.host.firewall
        return firewall.administration.contains { $0.prefix.ipv6 != nil }
            || firewall.monitoring?.sources.contains { $0.prefix.ipv6 != nil } ?? false
            || firewall.egress.contains { $0.destinations.contains { $0.ipv6 != nil } }
    }

    func addIPv6Input(to chain: inout ExplainedChain) {
        if self.usesIPv6 {
            chain.accept([.ipv6, .connectionState(.established)], Reason(.establishedFlows))
            chain.drop(
                [.icmpv6, .connectionState(.related), .packetsOver(Self.errorRate)],
                .icmpRefused,
                Reason(.icmpRate)
            )
            chain.accept(
                [.icmpv6, .connectionState(.related)],
                Reason(.icmpErrors),
                comment: "errors about our own flows"
            )
            let discovery: [Rule.Match] = [
                .icmpv6Types([.routerAdvert, .neighbourSolicit, .neighbourAdvert]),
                .ipv6HopLimit(Self.hopLimitOfNeighbours),
            ]
            chain.drop(
                discovery + [.packetsOfIPv6SourceOver(Self.neighbourRate, set: SetName.neighbours)],
                .icmpRefused,
                Reason(.icmpRate)
            )
            chain.accept(discovery, self.reason(.neighbourDiscovery), comment: "neighbours find each other")
        }
        if let monitoring = self.host.firewall.monitoring,
            let source = monitoring.sources.first(where: { $0.prefix.ipv6 != nil })
        {
            let set = SetName.ipv6(SetName.monitoring)
            chain.accept(
                [.ipv6SourceIn(set: set), .tcpDestinationPort(monitoring.port)],
                Reason(.monitoring, at: source.span)
            )
        }
        chain.drop([.ipv6], .ipv6Dropped, Reason(.ipv4Only), comment: "this server speaks IPv4 only")
    }

    func addIPv6Output(to chain: inout ExplainedChain) {
        if self.usesIPv6 {
            chain.accept([.ipv6, .connectionState(.established)], Reason(.establishedFlows))
            chain.accept(
                [
                    .icmpv6Types([.routerSolicit, .neighbourSolicit, .neighbourAdvert]),
                    .ipv6HopLimit(Self.hopLimitOfNeighbours),
                ],
                self.reason(.neighbourDiscovery),
                comment: "neighbours find each other"
            )
        }
        for egress in self.host.firewall.egress where egress.destinations.contains(where: { $0.ipv6 != nil }) {
            let set = SetName.ipv6(SetName.egress(egress.name))
            chain.accept([.ipv6DestinationIn(set: set), Self.port(of: egress)], Reason(.egress, at: egress.span))
        }
        chain.drop([.ipv6], .ipv6Dropped, Reason(.ipv4Only), comment: "this server speaks IPv4 only")
    }
}
