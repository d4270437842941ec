internal import Addressing
internal import Nftables
internal import PacketSpace
internal import Topology

/// One of our hosts as paths begin, end or pass there; remembers what it was asked.
final class ReachNode {
    let host: Host
    let prover: Prover
    /// `nil` where no text of the rules is known.
    let origin: PacketJudge.Origin?
    /// Its own addresses, each with the segment that it is on.
    let addresses: [(address: IPAddress, segment: SegmentName)]
    /// Whether it changes addresses or ports of packets, so that the wire has others than the sender.
    let changesEnds: Bool
    /// Whether it may take packets for something else than they came as (untracked, in a zone of their own, or written anew),
    /// break their connections, or drop them where nobody looks.
    let changesKinds: Bool
    /// Whether it may do so to whatever packet.
    private let changesAnyKind: Bool
    /// Whether something on it that nobody looks at may change packets, so that even what is dropped may get through.
    let changesUnseen: Bool
    /// Whether anything may get through it to somebody else.
    let mayForward: Bool

    private struct Question: Hashable {
        let kind: FlowKind
        let address: IPAddress
    }

    private let listing: RulesetListing
    private let neighbours: NeighbourDiscovery
    private var taken: [FlowKind: Diagram] = [:]
    private var sent: [FlowKind: Diagram] = [:]
    private var takenAt: [Question: Diagram] = [:]
    private var sentFrom: [Question: Diagram] = [:]
    private var forwarded: [Passage: Diagram] = [:]

    private struct Passage: Hashable {
        let kind: FlowKind
        let onWire: Diagram
    }

    init(_ host: Host, in topology: Topology, _ found: StaticHost, store: DiagramStore) {
        self.host = host
        self.listing = found.listing
        self.neighbours = NeighbourDiscovery(store, of: host, in: topology)
        self.prover = Prover(found.listing, store: store)
        self.origin = found.source.map { PacketJudge.Origin(source: $0, listing: found.listing) }
        self.addresses = host.attachments.flatMap { place in
            [(.ipv4(place.address), place.segment)]
                + (place.ipv6Address.map { [(.ipv6($0), place.segment)] } ?? [])
        }
        self.changesEnds = self.prover.changesEnds
        self.changesAnyKind = self.prover.separatesAnswers || !self.prover.notJudged.isEmpty
        self.changesKinds =
            self.changesAnyKind || self.prover.breaks != nil || self.prover.untracks || self.prover.rewritesPackets
        self.changesUnseen = !self.prover.changingUnseen.isEmpty
        self.mayForward = self.prover.mayForward
    }

    /// All of its addresses.
    var all: [IPAddress] { self.addresses.map(\.address) }

    /// Whether it surely finds its neighbours on IPv6 segments, and is found by them.
    private(set) lazy var findsNeighbours: Bool = {
        let dropped = self.neighbours.droppable(by: self.prover, self.listing)
        return dropped.entering == .nothing && dropped.leaving == .nothing
    }()

    /// What happens to packets to one address of the host: a function of sources and ports.
    func taken(_ kind: FlowKind, at address: IPAddress) -> Diagram {
        let question = Question(kind: kind, address: address)
        if let known = self.takenAt[question] { return known }
        let all = self.taken[kind] ?? self.prover.taken(kind)
        self.taken[kind] = all
        let function = self.prover.store.function(all, to: address)
        self.takenAt[question] = function
        return function
    }

    /// What happens to packets that the host sends from one of its addresses: a function of destinations and ports.
    func sent(_ kind: FlowKind, from address: IPAddress) -> Diagram {
        let question = Question(kind: kind, address: address)
        if let known = self.sentFrom[question] { return known }
        let all = self.sent[kind] ?? self.prover.sent(kind)
        self.sent[kind] = all
        let function = self.prover.store.function(all, from: address)
        self.sentFrom[question] = function
        return function
    }

    /// The rules as they would be if they dropped what breaks connections otherwise than by making another kind of a packet.
    private lazy var breaking = Prover(
        self.prover,
        changing: self.listing.tables.map { $0.droppingOnlyWhatBreaks { $0.isFollowed } }
    )

    /// Whether some packet of a kind may go on as one of another kind, or its connection break, so that nothing is sure of its flow.
    ///
    /// - Parameters:
    ///   - journey: Not a passage.
    ///   - ends: The packets between two ends.
    func mayChange(_ kind: FlowKind, on journey: Journey, between ends: Diagram) -> Bool {
        guard self.changesKinds else { return false }
        if self.changesAnyKind { return true }
        let store = self.prover.store
        let ofKind = kind.packets(in: store)
        let wire = store.complement(
            of: journey == .departure ? store.packets(leavingBy: "lo") : store.packets(enteringBy: "lo")
        )
        let packets = store.intersection(store.intersection(ofKind, ends), wire)
        return self.prover.translatable(packets, on: journey, toOthersThan: ofKind) != .nothing
            || self.breaking.droppable(packets, on: journey) != .nothing
    }

    /// What happens to packets from the wire for somebody else.
    ///
    /// - Parameter onWire: What happens to them behind the host.
    func forwarded(_ kind: FlowKind, followedBy onWire: Diagram) -> Diagram {
        let passage = Passage(kind: kind, onWire: onWire)
        if let known = self.forwarded[passage] { return known }
        let function = self.prover.forwarded(kind, followedBy: onWire)
        self.forwarded[passage] = function
        return function
    }
}

extension IPAddress {
    var family: Family {
        switch self {
        case .ipv4: .ipv4
        case .ipv6: .ipv6
        }
    }
}
