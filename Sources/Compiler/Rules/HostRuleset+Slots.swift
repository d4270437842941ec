internal import Nftables
internal import Topology

/// Who of the strangers holds a slot: known from what the server sends, and over every load of the rules.
///
/// Connection tracking cannot say it. Strangers have a say in what it takes for closed, and a connection that it leaves
/// out of a count (`ct count`) may still hold a slot of the server. So a set of as many elements as strangers may have
/// slots holds the connections of strangers: nothing passes in either direction but for those that are in it, and only the
/// server's own FIN takes one out before its time. No load of the file touches the set.
extension HostRuleset {
    private static let answersChain = "answers"

    /// How long a connection keeps its slot without a packet of the server. Linux sends what is not acknowledged, and asks
    /// whether a closed window has opened, every 120 s at the latest (`TCP_RTO_MAX`); a server pings every 15 s (§5.1).
    private static let secondsKept = 130
    /// How long after the server's FIN the last packets of a connection take no slot.
    private static let secondsOfClosing = 30
    /// How long an opening packet alone takes a slot.
    private static let secondsOfOpening = 10
    /// As short as it can be said.
    private static let secondsClosed = 1

    /// `nil` for a hidden host, which takes no strangers.
    var slots: ExplainedTable? {
        guard self.host.role.isPublic else { return nil }
        // At least 1: a set of no size would have room for everybody.
        let ceiling = self.host.firewall.ceilings.total ?? SlotBudget(of: self.host, incoming: self.diallers).strangers
        let slots = SetName.slots(ceiling)
        return ExplainedTable(
            self.sets(slots, ceiling),
            [self.slotsInput, self.slotsStrangers(slots), self.slotsOutput, self.answers(slots)]
        )
    }

    private func sets(_ slots: String, _ ceiling: Int) -> [ExplainedSet] {
        let reason = self.reason(.strangersCeiling)
        return [
            .learned(slots, of: .connection, size: ceiling, .byRule, reason),
            .learned(SetName.closed, of: .connection, .byRule, reason),
            self.proxiesOpenings ? self.ownAddressSet : nil,
            self.diallers.isEmpty ? nil : self.ownDiallerSet,
        ].compactMap(\.self)
    }

    /// Behind the other table, so that it sees what that one lets in, and nothing else.
    private var slotsInput: ExplainedChain {
        let port = Rule.Match.tcpDestinationPort(self.host.peerPort)
        var chain = self.chain(
            .input,
            note:
                "What was let in above. Strangers hold no more slots than leave room for those that are meant to dial."
        )
        chain.accept([.inputInterface("lo")], Reason(.loopback))
        if let link = self.diallers.first {
            chain.accept(
                [.sourceIn(set: SetName.ownDiallers), port],
                Reason(.ownDiallers, at: link.span),
                comment: "those that are meant to dial this host have slots of their own"
            )
        }
        chain.add(Rule([port], .goto(chain: Self.strangersChain)), self.reason(.strangersCeiling))
        return chain
    }

    /// - Parameter slots: The set that holds connections.
    private func slotsStrangers(_ slots: String) -> ExplainedChain {
        let reason = self.reason(.strangersCeiling)
        var chain = ExplainedChain(
            Chain(name: Self.strangersChain, note: "From strangers to the peer port.", rules: []),
            reason
        )
        chain.accept([.tcpFlags([.rst])], reason, comment: "opens nothing, and frees no slot")
        chain.accept(
            [.tcpContinuing, .connectionIn(set: SetName.closed, .fromPeer)],
            reason,
            comment: "the server has closed this one"
        )
        chain.accept(
            [
                .tcpOpening, .connectionIn(set: SetName.closed, .fromPeer),
                .connectionKept(seconds: Self.secondsKept, set: slots, .fromPeer),
            ],
            reason,
            comment: "another one from the port of that"
        )
        chain.accept(
            [.tcpOpening, .connectionAdded(seconds: Self.secondsOfOpening, set: slots, .fromPeer)],
            reason,
            comment: "takes a free slot until hands are shaken"
        )
        chain.accept(
            [.connectionKept(seconds: Self.secondsKept, set: slots, .fromPeer)],
            reason,
            comment: "holds a slot, or takes a free one"
        )
        self.addLog("refused", to: &chain)
        chain.drop([], .strangersRefused, reason)
        return chain
    }

    private var slotsOutput: ExplainedChain {
        var chain = self.chain(.output, note: "What was let out above.")
        if self.proxiesOpenings {
            chain.add(
                Rule(
                    [
                        .outputInterface("lo"), .sourceNotIn(set: SetName.ownAddresses),
                        .tcpDestinationPort(self.host.peerPort),
                    ],
                    .goto(chain: Self.strangersChain),
                    note: "SYN proxy: a stranger who has shaken hands goes on to the server this way."
                ),
                self.reason(.synProxy)
            )
        }
        chain.accept([.outputInterface("lo")], Reason(.loopback))
        if let link = self.diallers.first {
            chain.accept([.destinationIn(set: SetName.ownDiallers)], Reason(.ownDiallers, at: link.span))
        }
        let port = Rule.Match.tcpSourcePort(self.host.peerPort)
        chain.add(Rule([port], .goto(chain: Self.answersChain)), self.reason(.strangersCeiling))
        return chain
    }

    /// - Parameter slots: The set that holds connections.
    private func answers(_ slots: String) -> ExplainedChain {
        let reason = self.reason(.strangersCeiling)
        var chain = ExplainedChain(
            Chain(
                name: Self.answersChain,
                note:
                    "From the server to strangers. What it sends keeps a connection its slot; its FIN gives the slot back.",
                rules: []
            ),
            reason
        )
        let ends = Rule.Match.tcpFlags([.fin])
        chain.add(
            Rule([ends, .connectionKept(seconds: Self.secondsOfClosing, set: SetName.closed, .toPeer)]),
            reason
        )
        chain.accept(
            [ends, .connectionKept(seconds: Self.secondsClosed, set: slots, .toPeer)],
            reason
        )
        chain.accept([.tcpFlags([.fin, .syn, .rst])], reason, comment: "neither beginning nor end needs a slot")
        chain.accept([.connectionIn(set: SetName.closed, .toPeer)], reason, comment: "the server has closed this one")
        chain.accept(
            [.connectionKept(seconds: Self.secondsKept, set: slots, .toPeer)],
            reason,
            comment: "holds a slot, or takes a free one"
        )
        chain.add(
            Rule(
                [.tcp],
                counter: .named(.strangersRefused),
                .reset,
                comment: "the server holds what has no slot: it is told that this has ended"
            ),
            reason
        )
        // nft lists a reset without saying of which family it is.
        chain.drop([], .strangersRefused, reason)
        return chain
    }

    private func chain(_ hook: Chain.Hook, note: String) -> ExplainedChain {
        ExplainedChain(
            Chain(hook, priority: .behindFilter, policy: .accept, note: note, rules: []),
            self.reason(.strangersCeiling)
        )
    }
}
