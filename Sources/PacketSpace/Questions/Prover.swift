package import Nftables

/// Answers questions about a ruleset, over all packets.
///
/// Not for use from several threads at a time.
package final class Prover {
    package let store: DiagramStore
    let ruleset: JudgedRuleset
    private var evaluation: HookEvaluation
    private var functions: [Hook: Diagram] = [:]
    /// What ``function(on:)`` knows already.
    var journeys: [Journey: Diagram] = [:]
    /// What ``viewedFunction(on:)`` knows already.
    var viewed: [Journey: Diagram] = [:]

    /// How answers in words call a rule: whoever knows the text that it was written in may name its line.
    package var naming: (DecisionPoint) -> String = { $0.name }

    /// - Parameters:
    ///   - store: Where the diagrams are made; provers that share one can be compared.
    ///   - routes: Decide what rules ask with `fib`; without them that is a property of each packet, see ``Routing``.
    package init(_ listing: RulesetListing, store: DiagramStore = DiagramStore(), routes: RoutingView? = nil) {
        self.store = store
        self.ruleset = JudgedRuleset(listing, store, routes: routes)
        self.evaluation = HookEvaluation(self.ruleset, store)
    }

    /// Judges one table alone, as if no other were there, with other conditions in some of its rules.
    ///
    /// Quicker than judging a listing that has nothing else: the other rules are read already. What the whole ruleset does
    /// outside of its chains stays: translations of known connections, zones, flowtables.
    ///
    /// - Parameter table: Has the same sets and chains, and its chains have as many rules that call the same chains.
    /// - Returns: `nil` if the table is not judged.
    package init?(_ whole: Prover, alone table: ListedTable) {
        guard let ruleset = JudgedRuleset(whole.ruleset, alone: table, whole.store) else { return nil }
        self.store = whole.store
        self.ruleset = ruleset
        self.evaluation = HookEvaluation(ruleset, whole.store)
    }

    /// Judges a whole ruleset with other policies, and other conditions in some of its rules; quicker than to judge the changed listing.
    ///
    /// What the rules do beside deciding counts as it did before.
    ///
    /// - Parameter tables: Those that are changed; each has the same sets and chains, and its chains have as many rules that call
    ///   the same chains.
    package init(_ whole: Prover, changing tables: [ListedTable]) {
        self.store = whole.store
        self.ruleset = JudgedRuleset(whole.ruleset, changing: tables, whole.store)
        self.evaluation = HookEvaluation(self.ruleset, whole.store)
    }

    /// Every rule that can do either of two things, for all that can be known.
    package var uncertainties: [Uncertainty] {
        // Whether an order makes a difference is known only after it was tried.
        for hook in Hook.allCases where !StageOrders(of: hook, self.ruleset).isKnown { _ = self.function(at: hook) }
        return self.ruleset.uncertainties + self.evaluation.uncertainties
    }

    /// A rule takes packets out of connection tracking.
    package var untracks: Bool { self.ruleset.traits.untracks }

    /// Families whose packets connection tracking sees, since some rule needs it.
    package var trackedFamilies: Set<Family> { self.ruleset.traits.tracks }

    /// A rule puts packets into zones of connection tracking by the way that they go: answers are looked for in another one.
    package var separatesAnswers: Bool { self.ruleset.traits.separatesAnswers }

    /// A rule gives packets other addresses, ports or flags.
    package var changesPackets: Bool { self.ruleset.traits.translates || self.rewritesPackets }

    /// It does so without tracking knowing of it.
    package var rewritesPackets: Bool { self.ruleset.traits.rewrites }

    /// What some rule does by which packets, or copies of them, go another way: `dup`, `fwd`, `queue`; `nil` if none does.
    package var diverts: String? { self.ruleset.traits.diverts }

    /// A rule shakes hands in the server's name (`synproxy`).
    package var proxies: Bool { self.ruleset.traits.proxies }

    /// What some rule sets by which connections may break, and no way of a packet shows; `nil` if none does.
    package var breaks: String? { self.ruleset.traits.breaks }

    /// The rules that change anything of packets or their connections, such as a mark, an address or whether tracking knows them.
    package var changingPoints: [DecisionPoint] { self.points { $0.changesAnything } }

    /// The rules that tell the sender of a packet that it was dropped (`reject`).
    package var answeringPoints: [DecisionPoint] { self.points { if case .reject = $0 { true } else { false } } }

    private func points(having isMeant: (ListedStatement) -> Bool) -> [DecisionPoint] {
        let listed = self.ruleset.tables.flatMap(\.chains)
        return zip(self.ruleset.chains, listed).flatMap { chain, listing in
            zip(chain.rules, listing.rules).filter { $1.statements.contains(where: isMeant) }.map(\.0.point)
        }
    }

    /// Whether there are such rules, so that what a hook does is not all that happens to packets on their way.
    package var changesAnything: Bool { self.ruleset.traits.changes }

    /// The ruleset's chains call each other in more ways than can be followed, so that too much is *maybe*.
    package var isExhausted: Bool { self.evaluation.isExhausted }

    /// What every answer takes for granted, in words.
    package static let assumptions: [String] = [
        "packets are well formed, with complete headers",
        "fragments are reassembled where connection tracking sees packets, before it does, and over IPv4 where they come in; of "
            + "others the first one decides, which has the ports",
        "packets come in from no other interface of this host, without a mark but where the host has sent them itself, and "
            + "nothing but nftables changes or drops them",
        "the host sends TCP to one address at a time",
        "packets of a connection that go the same way come in and go out by the same interfaces",
        "neither memory nor ports for translation run out",
        "nft lists what the kernel runs, where its listing could not be loaded again to see",
        "sets that no rule changes, and rules, stay as they were listed",
        "the host's routes stay as they are, and answer what rules ask of them in any way that the question leaves open",
    ]

    /// Families and names of tables, and names of chains, that this prover does not judge: they see other packets, or see
    /// packets elsewhere, and may drop there what is accepted here.
    package var notJudged: [String] { self.ruleset.notJudged }

    /// Those of them that may change packets before they come to a hook, so that even what is dropped here may get through
    /// in another form.
    package var changingUnseen: [String] { self.ruleset.changingUnseen }

    /// What may happen to each packet at a hook, over all its base chains: bits of ``Outcome``.
    package func function(at hook: Hook) -> Diagram {
        if let known = self.functions[hook] { return known }
        let function = self.evaluation.function(of: hook)
        self.functions[hook] = function
        return function
    }

    /// What may happen to a packet at a hook, over all base chains of the hook.
    package func verdict(of packet: Packet, at hook: Hook) -> Judgement {
        let outcome = self.store.outcome(of: self.function(at: hook), for: packet.fieldValues)
        var decidedBy: [DecisionPoint] = []
        for point in self.trace(packet, at: hook).paths.compactMap(\.decidedBy) where !decidedBy.contains(point) {
            decidedBy.append(point)
        }
        return Judgement(
            mayAccept: outcome & Outcome.accept != 0,
            mayDrop: outcome & Outcome.drop != 0,
            decidedBy: decidedBy
        )
    }

    /// Every way that a packet can go through the chains of a hook, rule by rule.
    ///
    /// - Returns: More than one way where something cannot be known; `isComplete` is false if there are too many to follow.
    package func trace(_ packet: Packet, at hook: Hook) -> (paths: [TracePath], isComplete: Bool) {
        Tracer.paths(of: TracedPacket(packet), at: hook, self.ruleset)
    }

    // MARK: - Packets from end to end

    /// What may happen to a packet from the wire that is for this host: prerouting, then input.
    ///
    /// A function of the packet as it is on the wire: addresses before translation, no mark yet.
    package func arrival() -> Diagram { self.arrival(followedBy: .accepted) }

    /// - Parameters:
    ///   - atHost: What happens to it when it has come in, as it is then.
    ///   - isOfHost: What is known belongs to connections of the host's own, and not to others that it translates.
    func arrival(followedBy atHost: Diagram, isOfHost: Bool = true) -> Diagram {
        let taken = self.dropping(self.store.packetsNotTaken, in: atHost)
        let last = self.evaluation.function(of: .input, following: taken)
        let input = self.assigning(nil, [.outputHigh, .outputLow], in: last)
        let leadsElsewhere =
            self.ruleset.leadsElsewhere || !isOfHost && self.ruleset.translations.changesAddresses
        guard leadsElsewhere else {
            return self.fromWire(self.evaluation.function(of: .prerouting, following: input))
        }
        // For this host it is in the beginning; of what gets another destination, nobody knows whose that is.
        let isForHost = AddressType.allCases.filter(\.isOfThisHost).map(self.store.packets(toAddressOf:))
            .reduce(.nothing, self.store.union)
        let known = isOfHost ? self.store.packets(in: [.established, .related]) : .nothing
        let staying = self.store.union(isForHost, known)
        let routed = self.store.choose(staying, input, self.unrouted(followedBy: .accepted))
        let function = self.fromWire(
            self.evaluation.function(of: .prerouting, following: routed, isForwarded: true)
        )
        let local = UInt64(AddressType.local.rawValue)
        return self.store.choose(
            isForHost,
            function,
            self.store.assigning(Field.destinationType.rawValue, local, in: function)
        )
    }

    /// What may happen to a packet from the wire that is for somebody else: prerouting, forward, postrouting.
    ///
    /// - Parameter interface: Where it is routed to.
    package func passage(leavingBy interface: String) -> Diagram {
        let forward = self.forward(followedBy: .accepted)
        let routed = self.assigning(interface, [.outputHigh, .outputLow], in: forward)
        return self.fromWire(self.evaluation.function(of: .prerouting, following: routed, isForwarded: true))
    }

    /// What may happen to a packet from the wire that is for somebody else, as it is on the wire, and with the interface by which
    /// it leaves.
    func passage() -> Diagram {
        let first = self.evaluation.function(of: .prerouting)
        // Before it is routed it has none.
        guard self.assigning(nil, [.outputHigh, .outputLow], in: first) == first else {
            return self.passage(followedBy: .accepted)
        }
        let forward = self.forward(followedBy: .accepted)
        return self.unmarked(self.evaluation.function(of: .prerouting, following: forward, isForwarded: true))
    }

    /// What may happen to a packet that is for somebody else, by whatever interface it leaves.
    ///
    /// - Parameter onWire: What happens to it then, whichever interface, state and marks it has.
    func passage(followedBy onWire: Diagram) -> Diagram {
        let unrouted = self.unrouted(followedBy: onWire)
        return self.fromWire(self.evaluation.function(of: .prerouting, following: unrouted, isForwarded: true))
    }

    /// What may happen to a packet for somebody else that has come through prerouting, by whatever interface it leaves.
    private func unrouted(followedBy onWire: Diagram) -> Diagram {
        // Before it is routed it has no interface to leave by.
        var routed = Restriction()
        routed.wire(.outputHigh, .outputLow)
        return self.store.restricting(self.forward(followedBy: onWire), routed)
    }

    /// What may happen to a packet for somebody else behind prerouting, which has one hop less from there on; none without hops left comes
    /// there.
    ///
    /// Source: `ip_forward`, `ip6_forward` of the kernel.
    private func forward(followedBy onWire: Diagram) -> Diagram {
        let last = self.postrouting(ofForwardedFollowedBy: onWire)
        let function = self.evaluation.function(of: .forward, following: last)
        let counted = self.store.mapping(Field.hopLimit.rawValue, in: function) { range in
            let first = max(range.lowerBound + 1, 2)
            let last = min(range.upperBound, Field.hopLimit.highest - 1) + 1
            return first <= last ? [first...last] : []
        }
        return self.dropping(self.store.packetsNotPassedOn, in: counted)
    }

    /// The kernel itself drops some packets. Those that come so from the wire are not asked about, those that rules made so are.
    private func dropping(_ packets: Diagram, in function: Diagram) -> Diagram {
        self.ruleset.traits.strands ? self.store.choose(packets, .dropped, function) : function
    }

    /// What postrouting may do to packets of others, of which those to several hosts have lost the interface that they came in by, or
    /// have another one.
    ///
    /// Source: `ip_mc_output`, `ip6_mr_forward2` of the kernel.
    private func postrouting(ofForwardedFollowedBy onWire: Diagram) -> Diagram {
        let function = self.evaluation.function(of: .postrouting, following: onWire)
        return self.store.choose(self.store.packetsToSeveral, self.enteringByAny(function), function)
    }

    /// A function of packets that have come in by whatever interface, or by none.
    private func enteringByAny(_ function: Diagram) -> Diagram {
        guard self.assigning(nil, [.inputHigh, .inputLow], in: function) != function else { return function }
        var any = Restriction()
        any.free(.inputHigh)
        any.free(.inputLow)
        return self.store.restricting(function, any)
    }

    /// What may happen to a packet of this host's own: output, then postrouting.
    package func departure() -> Diagram { self.departure(followedBy: .accepted) }

    /// - Parameter onWire: What happens to it when it has left, whichever interface, state and marks it has.
    func departure(followedBy onWire: Diagram) -> Diagram {
        let postrouting = self.evaluation.function(of: .postrouting, following: onWire)
        let last = self.store.choose(
            self.store.messagesBetweenNeighbours,
            self.enteringByAny(postrouting),
            self.assigning(nil, [.inputHigh, .inputLow], in: postrouting)
        )
        return self.assigning(
            nil,
            [.inputHigh, .inputLow],
            in: self.evaluation.function(of: .output, following: last)
        )
    }

    private func fromWire(_ function: Diagram) -> Diagram {
        self.unmarked(self.assigning(nil, [.outputHigh, .outputLow], in: function))
    }

    private func unmarked(_ function: Diagram) -> Diagram {
        let unmarked = Field.mark.reduce(function) { self.store.assigning($1.rawValue, 0, in: $0) }
        guard self.ruleset.traits.marks else { return unmarked }
        // What the host has sent itself keeps its mark.
        var marked = Restriction()
        for field in Field.mark { marked.free(field) }
        return self.store.choose(
            self.store.ownPacketsComingBack,
            self.store.restricting(function, marked),
            unmarked
        )
    }

    private func assigning(_ interface: String?, _ fields: [Field], in diagram: Diagram) -> Diagram {
        let name = InterfaceName.value(of: interface ?? "")
        let high = self.store.assigning(fields[0].rawValue, UInt64(name >> 64), in: diagram)
        return self.store.assigning(fields[1].rawValue, UInt64(truncatingIfNeeded: name), in: high)
    }
}
