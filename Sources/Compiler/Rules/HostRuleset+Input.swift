internal import Addressing
internal import Diagnostics
internal import Nftables
internal import Topology

/// Packets to the host, and through it.
extension HostRuleset {
    /// Of ICMP errors about the host's own flows: far above what a host with all its slots in use hears of.
    static let errorRate = Rule.Rate(100, per: .second, burst: 200)
    /// Of pings that a public host answers.
    private static let pingRate = Rule.Rate(10, per: .second, burst: 20)

    var input: ExplainedChain {
        var chain = ExplainedChain(
            Chain(.input, policy: .drop, note: "What comes to this host: the first rule that decides wins.", rules: []),
            self.reason(.inboundDropped)
        )
        if self.proxiesOpenings { self.addProxied(to: &chain) }
        chain.accept([.inputInterface("lo")], Reason(.loopback))
        self.addAdministration(to: &chain)
        self.addExtraRules(.inputFirst, to: &chain)
        self.addSpoofing(to: &chain)
        if self.proxiesOpenings { self.addProxy(to: &chain) }
        chain.drop([.connectionState(.invalid)], .invalidDropped, Reason(.invalid))
        self.addIPv6Input(to: &chain)
        chain.accept([.connectionState(.established)], Reason(.establishedFlows))
        self.addICMP(to: &chain)
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
            self.addHiddenPeers(to: &chain)
        } else {
            self.addPublicPeers(to: &chain)
        }
        self.addExtraRules(.inputLast, to: &chain)
        self.addLog("inbound", to: &chain, note: "The rest.")
        chain.drop([], .inboundDropped, self.reason(.inboundDropped))
        return chain
    }

    var forward: ExplainedChain {
        var chain = ExplainedChain(
            Chain(.forward, policy: .drop, note: "What would pass through this host.", rules: []),
            self.reason(.forwardDropped)
        )
        self.addExtraRules(.forward, to: &chain)
        self.addLog("forward", to: &chain)
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

    func addLog(
        _ prefix: String,
        _ matches: [Rule.Match] = [],
        to chain: inout ExplainedChain,
        note: String? = nil
    ) {
        chain.log(matches, prefix, limit: self.host.firewall.logsPerMinute, self.reason(.logged), note: note)
    }

    // MARK: - Before all peers

    /// In front of every rule that drops, so that no ceiling, rate or route locks anybody out.
    private func addAdministration(to chain: inout ExplainedChain) {
        let sources = self.host.firewall.administration
        let port = Rule.Match.tcpDestinationPort(self.administrationPort)
        var note: String? = "Administration comes before everything that drops."
        if let source = sources.first(where: { $0.prefix.ipv4 != nil }) {
            let reason = Reason(.administration, at: source.span)
            chain.accept([.sourceIn(set: SetName.administration), port], reason, note: note)
            note = nil
        }
        if let source = sources.first(where: { $0.prefix.ipv6 != nil }) {
            let set = SetName.ipv6(SetName.administration)
            chain.accept([.ipv6SourceIn(set: set), port], Reason(.administration, at: source.span), note: note)
        }
    }

    private func addSpoofing(to chain: inout ExplainedChain) {
        chain.drop(
            [.sourceIn(set: SetName.ownAddresses)],
            .spoofedDropped,
            self.reason(.spoofing),
            note: "Nobody else has this host's addresses, and who is on a private segment comes in by it."
        )
        guard self.knowsWaysBack else { return }
        let matches: [Rule.Match] = [.sourceIn(set: SetName.privateSegments), .reversePathMissing]
        self.addLog("spoofed", matches, to: &chain)
        chain.drop(matches, .spoofedDropped, self.reason(.spoofing))
    }

    private func addICMP(to chain: inout ExplainedChain) {
        chain.drop(
            [.icmp, .connectionState(.related), .packetsOver(Self.errorRate)],
            .icmpRefused,
            Reason(.icmpRate)
        )
        chain.accept([.icmp, .connectionState(.related)], Reason(.icmpErrors), comment: "errors about our own flows")
        guard self.host.role.isPublic else { return }
        let ping = Rule.Match.icmpTypes([.echoRequest])
        chain.drop([ping, .packetsOver(Self.pingRate)], .icmpRefused, Reason(.icmpRate))
        chain.accept([ping], self.reason(.publicICMP))
    }

    // MARK: - Peers

    private func addHiddenPeers(to chain: inout ExplainedChain) {
        let port = Rule.Match.tcpDestinationPort(self.host.peerPort)
        let role = self.host.role.rawValue
        if let link = self.diallers.first {
            chain.accept(
                [.sourceIn(set: SetName.ownDiallers), port],
                Reason(.ownDiallers, at: link.span),
                comment: "those that are meant to dial this host"
            )
        }
        let others = self.diallers.isEmpty ? "" : "else "
        self.addLog("knock", [port], to: &chain, note: "Tripwire: nobody \(others)has reason to dial a \(role).")
        chain.drop([port], .peerPortKnocks, Reason(.tripwire, at: self.host.roleSpan))
    }

    private func addPublicPeers(to chain: inout ExplainedChain) {
        let port = Rule.Match.tcpDestinationPort(self.host.peerPort)
        if let link = self.diallers.first {
            chain.accept(
                [.sourceIn(set: SetName.ownDiallers), port],
                Reason(.ownDiallers, at: link.span),
                comment: "those that are meant to dial this host come before strangers"
            )
        }
        chain.add(Rule([port], .goto(chain: Self.strangersChain)), self.reason(.strangers))
    }
}
