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
    let prover: Prover
    let packets: PacketJudge

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
        origin: PacketJudge.Origin? = nil
    ) {
        self.host = host
        self.topology = topology
        self.sets = sets
        self.strangers = strangers
        self.listing = listing
        let prover = Prover(listing, store: sets.store)
        self.prover = prover
        self.packets = PacketJudge(
            sets: sets,
            prover: prover,
            listing: listing,
            origin: origin,
            addresses: host.attachments.map(\.address),
            replay: { PacketReplay($0, of: host, on: $1, in: topology) }
        )
    }

    /// The same question about other tables in place of the listed ones.
    func judging(_ tables: [ListedTable]) -> HostJudge {
        HostJudge(
            self.host,
            in: self.topology,
            self.sets,
            strangers: self.strangers,
            listing: RulesetListing(tables: tables),
            origin: self.origin
        )
    }

    /// Its own IPv4 addresses, those of loopback among them.
    var ownPrefixes: [IPPrefix] {
        [IPPrefix.loopback] + self.host.attachments.map { .ipv4(IPv4Prefix($0.address, length: 32)) }
    }

    /// In the order of the claims; a claim that is not about such a host is absent.
    var findings: [HostFinding] {
        [
            self.validatorUnreachable, self.validatorConfined, self.linksPermitted, self.sentryOpen,
            self.slotsReserved, self.adminClosed, self.adminReachable, self.ipv6Closed,
            self.spoofingRefused,
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

    var origin: PacketJudge.Origin? { self.packets.origin }

    /// A packet of a set that may be accepted, with the rule to blame; `nil` if there is none.
    func accepted(_ packets: Diagram, on journey: Journey) -> Objection? {
        self.packets.accepted(packets, on: journey)
    }

    /// A packet of a set that may be dropped, with the rule to blame; `nil` if there is none.
    func dropped(_ packets: Diagram, on journey: Journey) -> Objection? {
        self.packets.dropped(packets, on: journey)
    }

    /// A first packet of a set whose answers may belong to no connection; `nil` if there is none.
    func untied(_ packets: Diagram, on journey: Journey) -> Objection? { self.packets.untied(packets, on: journey) }

    /// A packet of a set that is dropped for sure, with the rule to blame; `nil` if there is none.
    func surelyDropped(_ packets: Diagram, on journey: Journey) -> Objection? {
        self.packets.surelyDropped(packets, on: journey)
    }
}
