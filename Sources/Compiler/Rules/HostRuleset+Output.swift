internal import Addressing
internal import Nftables
internal import Topology

/// Packets from the host.
extension HostRuleset {
    var output: ExplainedChain {
        let isHidden = self.host.role.isHidden
        var chain = ExplainedChain(
            Chain(.output, policy: .drop, note: "What this host sends.", rules: []),
            self.reason(isHidden ? .outboundDropped : .publicOutbound)
        )
        chain.accept([.outputInterface("lo")], Reason(.loopback))
        self.addExtraRules(.outputFirst, to: &chain)
        self.addIPv6Output(to: &chain)
        chain.accept([.connectionState(.established)], Reason(.establishedFlows))
        chain.accept(
            [.tcpDestinationIn(set: SetName.links)],
            self.reason(.links),
            comment: "the links of this host"
        )
        for egress in self.host.firewall.egress where egress.destinations.contains(where: { $0.ipv4 != nil }) {
            chain.accept(
                [.destinationIn(set: SetName.egress(egress.name)), Self.port(of: egress)],
                Reason(.egress, at: egress.span)
            )
        }
        self.addExtraRules(.output, to: &chain)
        if self.avoidsPrivateSegments {
            let matches = [Rule.Match.destinationIn(set: SetName.privateSegments)]
            self.addLog(
                "outbound",
                matches,
                to: &chain,
                note: "A public host begins nothing else towards private segments."
            )
            chain.drop(matches, .outboundDropped, self.reason(.privateSegments))
        }
        self.addExtraRules(.outputLast, to: &chain)
        if isHidden {
            self.addLog(
                "outbound",
                to: &chain,
                note: "The rest is refused at once, so that whatever tried hears of it."
            )
            chain.reject(.outboundDropped, Reason(.outboundDropped, at: self.host.roleSpan))
        } else {
            chain.accept([], self.reason(.publicOutbound), comment: "peers and services on public segments")
        }
        return chain
    }

    static func port(of egress: FirewallSettings.Egress) -> Rule.Match {
        switch egress.transport {
        case .tcp: .tcpDestinationPort(egress.port)
        case .udp: .udpDestinationPort(egress.port)
        }
    }
}
