internal import Addressing
internal import Diagnostics
internal import Nftables
internal import Topology

/// Packets to the host, and through it.
extension HostRuleset {
    var input: ExplainedChain {
        var chain = ExplainedChain(.input, self.reason(.inboundDropped))
        chain.accept([.inputInterface("lo")], Reason(.loopback))
        self.addIPv6Input(to: &chain)
        chain.accept([.connectionState(.established)], Reason(.establishedFlows))
        chain.accept([.icmp, .connectionState(.related)], Reason(.icmpErrors), comment: "errors about our own flows")
        if let source = self.host.firewall.administration.first(where: { $0.prefix.ipv4 != nil }) {
            chain.accept(
                [.sourceIn(set: SetName.administration), .tcpDestinationPort(self.administrationPort)],
                Reason(.administration, at: source.span)
            )
        }
        if let monitoring = self.host.firewall.monitoring,
            let source = monitoring.sources.first(where: { $0.prefix.ipv4 != nil })
        {
            chain.accept(
                [.sourceIn(set: SetName.monitoring), .tcpDestinationPort(monitoring.port)],
                Reason(.monitoring, at: source.span)
            )
        }
        self.addExtraRules(.input, to: &chain)
        if self.host.role.isHidden {
            self.addHiddenInput(to: &chain)
        } else {
            self.addPublicInput(to: &chain)
        }
        chain.drop([], .inboundDropped, self.reason(.inboundDropped))
        return chain
    }

    var forward: ExplainedChain {
        var chain = ExplainedChain(.forward, self.reason(.forwardDropped))
        self.addExtraRules(.forward, to: &chain)
        chain.drop([], .forwardDropped, self.reason(.forwardDropped))
        return chain
    }

    var administrationPort: Port { Compilation.administrationPort(of: self.host) }

    func addExtraRules(_ point: FirewallSettings.ExtraRule.Point, to chain: inout ExplainedChain) {
        for rule in self.host.firewall.rules where rule.point == point {
            let note = "from \(self.source):\(rule.span.start.line)"
            chain.add(Rule(text: rule.text, note: note), Reason(.extraRule, at: rule.span))
        }
    }

    private func addHiddenInput(to chain: inout ExplainedChain) {
        let port = Rule.Match.tcpDestinationPort(self.host.peerPort)
        if let link = self.diallers.first {
            chain.accept(
                [.sourceIn(set: SetName.ownDiallers), port],
                Reason(.ownDiallers, at: link.span),
                comment: "those that are meant to dial this host"
            )
        }
        chain.drop(
            [port],
            .peerPortKnocks,
            Reason(.tripwire, at: self.host.roleSpan),
            comment:
                "tripwire: nobody \(self.diallers.isEmpty ? "" : "else ")has reason to dial a \(self.host.role.rawValue)"
        )
    }

    private func addPublicInput(to chain: inout ExplainedChain) {
        let port = Rule.Match.tcpDestinationPort(self.host.peerPort)
        chain.accept(
            [.icmpTypes([.destinationUnreachable, .echoRequest, .timeExceeded, .parameterProblem])],
            self.reason(.publicICMP)
        )
        if let link = self.diallers.first {
            chain.accept(
                [.sourceIn(set: SetName.ownDiallers), port],
                Reason(.ownDiallers, at: link.span),
                comment: "those that are meant to dial this host come before strangers"
            )
        }
        let ceilings = self.host.firewall.ceilings
        if let count = ceilings.newPerMinute {
            let match = Rule.Match.packetsOfSourceOver(
                Rule.Rate(count, per: .minute, burst: count),
                set: SetName.newConnections
            )
            chain.drop([port, match], .strangersRefused, self.reason(.newConnectionRate))
        }
        if let count = ceilings.perSource {
            let match = Rule.Match.connectionsOfSourceOver(count, set: SetName.connectionsPerSource)
            chain.drop([port, match], .strangersRefused, self.reason(.connectionsPerSource))
        }
        if let count = ceilings.perPrefix {
            let match = Rule.Match.connectionsOfSourcePrefixOver(count, set: SetName.connectionsPerPrefix)
            chain.drop([port, match], .strangersRefused, self.reason(.connectionsPerPrefix))
        }
        let total = ceilings.total ?? SlotBudget(of: self.host, incoming: self.diallers).strangers
        chain.drop(
            [port, .connectionsOver(total)],
            .strangersRefused,
            self.reason(.strangersCeiling),
            comment: "strangers leave slots for those that are meant to dial this host"
        )
        chain.accept([port], self.reason(.peersFromAnywhere), comment: "peers, from anywhere")
    }
}
