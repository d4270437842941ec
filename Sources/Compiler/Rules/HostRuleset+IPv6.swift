internal import Addressing
internal import Nftables
internal import Topology

/// IPv6, which no server speaks: closed, but for what the topology opens by an address.
extension HostRuleset {
    /// Only packets that no router has passed on have it, so neighbour discovery comes from neighbours.
    ///
    /// Source: RFC 4861 §6.1 and §7.1.
    private static let hopLimitOfNeighbours: UInt8 = 255

    /// Whether the topology opens anything over IPv6, which needs neighbour discovery and answers.
    private var usesIPv6: Bool {
        let firewall = self.host.firewall
        return firewall.administration.contains { $0.prefix.ipv6 != nil }
            || firewall.monitoring?.sources.contains { $0.prefix.ipv6 != nil } ?? false
            || firewall.egress.contains { $0.destinations.contains { $0.ipv6 != nil } }
    }

    func addIPv6Input(to chain: inout ExplainedChain) {
        if self.usesIPv6 {
            chain.accept([.ipv6, .connectionState(.established)], Reason(.establishedFlows))
            chain.accept([.icmpv6, .connectionState(.related)], Reason(.icmpErrors))
            chain.accept(
                [
                    .icmpv6Types([.routerAdvert, .neighbourSolicit, .neighbourAdvert]),
                    .ipv6HopLimit(Self.hopLimitOfNeighbours),
                ],
                self.reason(.neighbourDiscovery)
            )
        }
        if let source = self.host.firewall.administration.first(where: { $0.prefix.ipv6 != nil }) {
            let set = SetName.ipv6(SetName.administration)
            chain.accept(
                [.ipv6SourceIn(set: set), .tcpDestinationPort(self.administrationPort)],
                Reason(.administration, at: source.span)
            )
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
                self.reason(.neighbourDiscovery)
            )
        }
        for egress in self.host.firewall.egress where egress.destinations.contains(where: { $0.ipv6 != nil }) {
            let set = SetName.ipv6(SetName.egress(egress.name))
            chain.accept([.ipv6DestinationIn(set: set), Self.port(of: egress)], Reason(.egress, at: egress.span))
        }
        chain.drop([.ipv6], .ipv6Dropped, Reason(.ipv4Only))
    }
}
