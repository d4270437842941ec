internal import Addressing
internal import Nftables
internal import PacketSpace

/// Asks one host's rules about sets of packets, and says which packet and which rule speak against something.
struct PacketJudge {
    /// The text of the rules, and what the kernel made of all of it: a judge of other rules blames lines of these.
    struct Origin {
        let source: RulesetSource
        let listing: RulesetListing
        /// What it made of the text as Picket wrote it; `nil` where that is not known.
        let compiled: RulesetListing?

        /// - Parameter compiled: Not asked for where nobody changed the text.
        init(source: RulesetSource, listing: RulesetListing, compiled: RulesetListing? = nil) {
            self.source = source
            self.listing = listing
            self.compiled = source.isAsCompiled ? listing : compiled
        }
    }

    let sets: PacketSets
    let prover: Prover
    /// What it proves.
    let listing: RulesetListing
    /// `nil` where no text is known.
    let origin: Origin?
    /// The host's own, as far as they are known: a packet with one of them says more than one with any other.
    let addresses: [IPv4Address]
    /// How to send a packet, if there is a way.
    var replay: (Packet, Journey) -> PacketReplay? = { _, _ in nil }
    /// Of packets of connections that may be dropped, those of which that is meant.
    var meant: (Diagram, Journey) -> Diagram = { _, _ in .nothing }

    /// The same with other conditions in some rules.
    ///
    /// - Parameter change: Leaves sets, chains and the number of rules as they are.
    func judging(_ change: (ListedTable) -> ListedTable) -> PacketJudge {
        let tables = self.listing.tables.map(change)
        return self.judging(RulesetListing(tables: tables), by: Prover(self.prover, changing: tables))
    }

    private func judging(_ listing: RulesetListing, by prover: Prover? = nil) -> PacketJudge {
        PacketJudge(
            sets: self.sets,
            prover: prover ?? Prover(listing, store: self.sets.store),
            listing: listing,
            origin: self.origin,
            addresses: self.addresses,
            replay: self.replay,
            meant: self.meant
        )
    }

    /// A packet of a set that may be accepted, with the rule to blame; `nil` if there is none.
    func accepted(_ packets: Diagram, on journey: Journey) -> Objection? {
        self.example(self.prover.acceptable(packets, on: journey), journey, accepted: true)
    }

    /// A packet of a set that a rule may answer (`reject`): who sent it knows by that whom he has found; `nil` if there is none.
    func answered(_ packets: Diagram) -> Objection? {
        for (ruleset, journey) in AnsweringChains(self.listing).rulesets {
            if let objection = self.judging(ruleset).accepted(packets, on: journey) {
                return objection.following("is answered by a reject: ")
            }
        }
        return nil
    }

    /// A packet of a set that may be dropped, with the rule to blame; `nil` if there is none.
    func dropped(_ packets: Diagram, on journey: Journey) -> Objection? {
        self.example(self.prover.droppable(packets, on: journey), journey, accepted: false)
    }

    /// A packet of a set that is dropped for sure, with the rule to blame; `nil` if there is none.
    func surelyDropped(_ packets: Diagram, on journey: Journey) -> Objection? {
        let dropped = self.prover.droppable(packets, on: journey)
        let surely = self.sets.without(dropped, self.prover.acceptable(packets, on: journey))
        return self.example(surely, journey, accepted: false)
    }

    /// A packet of a set that comes out of a way as one of no other set; `nil` if there is none.
    func changed(_ packets: Diagram, on journey: Journey, toOthersThan permitted: Diagram) -> Objection? {
        guard self.prover.changesPackets else { return nil }
        let others = self.prover.translatable(packets, on: journey, toOthersThan: permitted)
        return self.prover.packet(of: others).map { packet in
            let rule = self.prover.translation(of: packet, on: journey).map { " by \($0.words)" } ?? ""
            return "\(packet.words) is changed on its way\(rule), and goes elsewhere"
        }
    }

    /// A packet that the host sends to itself, and that goes elsewhere; `nil` if there is none.
    func ledAway(from own: [IPPrefix]) -> Objection? {
        let toItself = self.sets.to(own)
        let byLoopback = self.sets.all(
            self.sets.store.packets(in: [.new]),
            self.sets.store.packets(leavingBy: "lo"),
            toItself
        )
        return self.changed(byLoopback, on: .departure, toOthersThan: toItself)
    }

    /// A rule that sends packets, or copies of them, another way than they go; `nil` if there is none.
    var diverted: Objection? {
        self.prover.diverts.map { "a rule has '\($0)', which sends packets or copies of them another way" }
    }

    /// A first packet of a set whose answers may belong to no connection; `nil` if there is none.
    func untied(_ packets: Diagram, on journey: Journey) -> Objection? {
        if self.prover.separatesAnswers {
            return
                "a rule puts packets into zones of connection tracking (ct zone set), where answers may belong to no connection"
        }
        guard self.prover.untracks else { return nil }
        let tracked = self.sets.without(.everything, self.sets.store.packets(in: [.untracked]))
        let untied = self.prover.translatable(packets, on: journey, toOthersThan: tracked)
        return self.prover.packet(of: untied).map {
            "\($0.words) is taken out of connection tracking (notrack), so that answers to it belong to no connection"
        }
    }

    private func example(_ packets: Diagram, _ journey: Journey, accepted: Bool) -> Objection? {
        guard packets != .nothing else { return nil }
        let own = self.sets.any(self.addresses.map { journey == .departure ? self.sets.from($0) : self.sets.to($0) })
        let likely = self.sets.all(packets, own)
        let chosen = likely == .nothing ? packets : likely
        return self.prover.example(of: chosen, on: journey, accepted: accepted).map { self.objection($0, journey) }
    }

    private func objection(_ example: CounterExample, _ journey: Journey) -> Objection {
        let rule = example.path.blamed.map(self.blamedRule)
        return Objection(example.words(blaming: rule), rule: rule, replay: self.replay(example.packet, journey))
    }

    func blamedRule(at point: DecisionPoint) -> BlamedRule {
        self.origin.map { $0.source.rule(at: point, of: $0.listing) }
            ?? BlamedRule(
                table: point.table,
                chain: point.chain,
                handle: point.handle,
                file: nil,
                line: nil,
                cause: nil
            )
    }
}
