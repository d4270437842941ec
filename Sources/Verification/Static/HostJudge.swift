internal import Addressing
internal import Compiler
internal import Nftables
internal import PacketSpace
internal import Topology

/// Settles, for one host and one set of rules, everything that rules decide.
struct HostJudge {
    let host: Host
    let topology: Topology
    let sets: PacketSets
    let strangers: Diagram
    let listing: RulesetListing
    let origin: Origin?
    let prover: Prover

    /// The text of the rules, and what the kernel made of all of it: a judge of other rules blames lines of these.
    struct Origin {
        let source: RulesetSource
        let listing: RulesetListing
    }

    /// - Parameters:
    ///   - strangers: As of ``PacketSets/strangers(of:)``, which is the same for every host.
    ///   - listing: All that counts.
    ///   - origin: `nil` where no text is known.
    init(
        _ host: Host,
        in topology: Topology,
        _ sets: PacketSets,
        strangers: Diagram,
        listing: RulesetListing,
        origin: Origin? = nil
    ) {
        self.host = host
        self.topology = topology
        self.sets = sets
        self.strangers = strangers
        self.listing = listing
        self.origin = origin
        self.prover = Prover(listing, store: sets.store)
    }

    /// In the order of the claims; a claim that is not about such a host is absent.
    var findings: [HostFinding] {
        [
            self.validatorUnreachable, self.validatorConfined, self.linksPermitted, self.sentryOpen,
            self.slotsReserved, self.adminClosed, self.adminReachable, self.ipv6Closed,
        ].compactMap(\.self)
    }

    // MARK: - What evidence is made of

    func finding(_ id: StaticClaim.ID, _ violations: [Objection?], _ observation: String) -> HostFinding {
        HostFinding(
            id: id,
            violations: violations.compactMap(\.self).map { Evidence(from: self.host.name, $0) },
            observation: Evidence(from: self.host.name, observation)
        )
    }

    /// A packet of a set that may be accepted, with the rule to blame; `nil` if there is none.
    func accepted(_ packets: Diagram, on journey: Journey) -> Objection? {
        self.example(self.prover.acceptable(packets, on: journey), journey, accepted: true)
    }

    /// A packet of a set that may be dropped, with the rule to blame; `nil` if there is none.
    func dropped(_ packets: Diagram, on journey: Journey) -> Objection? {
        self.example(self.prover.droppable(packets, on: journey), journey, accepted: false)
    }

    /// A packet of a set that is dropped for sure, with the rule to blame; `nil` if there is none.
    func surelyDropped(_ packets: Diagram, on journey: Journey) -> Objection? {
        let possible = self.sets.all(packets, self.sets.store.packets(at: journey == .departure ? .output : .input))
        let dropped = self.sets.without(possible, self.prover.acceptable(packets, on: journey))
        return self.example(dropped, journey, accepted: false)
    }

    private func example(_ packets: Diagram, _ journey: Journey, accepted: Bool) -> Objection? {
        guard packets != .nothing else { return nil }
        // A packet with an address of the host says more than one with any other.
        let own = self.sets.any(
            self.host.attachments.map {
                journey == .departure ? self.sets.from($0.address) : self.sets.to($0.address)
            }
        )
        let likely = self.sets.all(packets, own)
        let chosen = likely == .nothing ? packets : likely
        return self.prover.example(of: chosen, on: journey, accepted: accepted).map { self.objection($0, on: journey) }
    }

    private func objection(_ example: CounterExample, on journey: Journey) -> Objection {
        let rule = example.path.decidedBy.flatMap { point in
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
        let replay = PacketReplay(example.packet, of: self.host, on: journey, in: self.topology)
        return Objection(example.words(blaming: rule), rule: rule, replay: replay)
    }
}
