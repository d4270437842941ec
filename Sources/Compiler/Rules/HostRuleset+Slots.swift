internal import Nftables
internal import Topology

/// How many connections strangers hold: counted where a reload of the rules does not begin anew.
///
/// A count lives as long as the rule or the set element that has it, and the kernel counts a connection when it begins and
/// never again (`nf_conncount_add_skb`). In table `inet picket`, which every load of the file replaces, the strangers who
/// are connected would be forgotten each time, and as many again let in. Here it is an element of a set that no load
/// touches.
extension HostRuleset {
    private static let refusedChain = "strangers-refused"

    /// `nil` for a hidden host, which takes no strangers.
    var slots: ExplainedTable? {
        guard self.host.role.isPublic else { return nil }
        let total = self.host.firewall.ceilings.total ?? SlotBudget(of: self.host, incoming: self.diallers).strangers
        let name = SetName.strangers(atMost: total)
        let ceiling = Rule.Match.connectionsOfPortOver(total, set: name)
        let counted = ExplainedSet.learned(name, of: .port, self.reason(.strangersCeiling))
        return ExplainedTable(
            [counted] + (self.proxiesOpenings ? [self.ownAddressSet] : [])
                + (self.diallers.isEmpty ? [] : [self.ownDiallerSet]),
            [self.slotsInput(ceiling)] + (self.proxiesOpenings ? [self.slotsOutput(ceiling)] : []) + [self.refused]
        )
    }

    /// Behind the other table, so that it counts what that one lets in, and nothing else.
    private func slotsInput(_ ceiling: Rule.Match) -> ExplainedChain {
        let port = Rule.Match.tcpDestinationPort(self.host.peerPort)
        var chain = ExplainedChain(
            Chain(
                .input,
                priority: .behindFilter,
                policy: .accept,
                note:
                    "What was let in above. Strangers hold no more slots than leave room for those that are meant to dial.",
                rules: []
            ),
            self.reason(.strangersCeiling)
        )
        chain.accept([.inputInterface("lo")], Reason(.loopback))
        // Whatever else may become a connection is counted: also what tracking calls untracked, invalid or related.
        chain.accept([.connectionState(.established)], Reason(.establishedFlows))
        if let link = self.diallers.first {
            chain.accept(
                [.sourceIn(set: SetName.ownDiallers), port],
                Reason(.ownDiallers, at: link.span),
                comment: "those that are meant to dial this host have slots of their own"
            )
        }
        chain.add(
            Rule(
                [port, ceiling],
                .goto(chain: Self.refusedChain),
                comment: "strangers leave slots for those that are meant to dial this host"
            ),
            self.reason(.strangersCeiling)
        )
        return chain
    }

    /// A handshake that the SYN proxy has completed goes to the server as a packet of the host's own, by loopback.
    ///
    /// It is counted where it leaves: where it comes in, tracking has confirmed it, and a connection that is refused there
    /// stays counted for the minutes until tracking forgets it, so that strangers who keep trying keep all others out.
    private func slotsOutput(_ ceiling: Rule.Match) -> ExplainedChain {
        var chain = ExplainedChain(
            Chain(
                .output,
                priority: .behindFilter,
                policy: .accept,
                note: "SYN proxy: strangers who have shaken hands go on to the server.",
                rules: []
            ),
            self.reason(.synProxy)
        )
        chain.add(
            Rule(
                [
                    .outputInterface("lo"), .sourceNotIn(set: SetName.ownAddresses),
                    .tcpDestinationPort(self.host.peerPort), Self.beginning, ceiling,
                ],
                .goto(chain: Self.refusedChain)
            ),
            self.reason(.strangersCeiling)
        )
        return chain
    }

    private var refused: ExplainedChain {
        var chain = ExplainedChain(
            Chain(name: Self.refusedChain, note: "Strangers above the ceiling.", rules: []),
            self.reason(.strangersCeiling)
        )
        self.addLog("refused", to: &chain)
        chain.drop([], .strangersRefused, self.reason(.strangersCeiling))
        return chain
    }
}
