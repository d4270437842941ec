internal import Addressing
internal import Diagnostics
internal import Nftables
internal import PacketSpace
internal import Topology

/// Settles what a topology expects of packets between two ends.
///
/// Where packets arrive as they were sent, every host is judged by itself, as for any other claim and with the same packets:
/// what one may send, and what the other may take, whatever connection tracking and the link layer say of it. That is more
/// than ``Reach`` follows from end to end, and enough: what both refuse nobody gets through. Where they do not (a host between
/// carries them, or either end translates), ``Reach`` is asked as well.
struct FlowJudge {
    private let topology: Topology
    private let sets: PacketSets
    private let judges: [HostName: HostJudge]
    private let fromStrangers: Diagram
    private let toStrangers: Diagram
    private let carried: CarriedFlows?
    /// Packets from, or to, addresses of IPv6 that the topology does not name.
    private let unnamedSources: Diagram
    private let unnamedDestinations: Diagram

    /// - Parameters:
    ///   - strangers: As of ``PacketSets/strangers(of:)``.
    ///   - carried: What hosts carry for others; `nil` if none carries anything.
    init(
        _ topology: Topology,
        _ sets: PacketSets,
        _ judges: [HostName: HostJudge],
        strangers: Diagram,
        carried: CarriedFlows?
    ) {
        self.carried = carried
        let named = topology.hosts.flatMap(\.attachments).flatMap(\.prefixes).filter { $0.ipv6 != nil }
        self.unnamedSources = sets.without(sets.ipv6, sets.from(named))
        self.unnamedDestinations = sets.without(sets.ipv6, sets.to(named))
        let isAllowing = topology.expectations.contains { if case .allow = $0.statement { true } else { false } }
        self.fromStrangers = strangers
        self.toStrangers = isAllowing ? sets.toStrangers(of: topology) : .nothing
        self.topology = topology
        self.sets = sets
        self.judges = judges
    }

    /// One for each expectation about packets, in the order of the file.
    var claims: [StaticClaim] {
        self.topology.expectations.compactMap { expectation in
            let line = "line \(expectation.span.start.line)"
            switch expectation.statement {
            case .deny(let flow): return self.claim(flow, isDenied: true, "deny \(flow.words) (\(line))")
            case .allow(let flow): return self.claim(flow, isDenied: false, "allow \(flow.words) (\(line))")
            case .hidden, .survives: return nil
            }
        }
    }

    /// What was found about one pair of ends, or several.
    private struct Tally {
        var violations: [Evidence] = []
        var doubts: [Evidence] = []
        /// How many pairs of ends were looked at.
        var pairs = 0
        var isWithinCeilings = false
    }

    private func claim(_ flow: Expectation.Flow, isDenied: Bool, _ subject: String) -> StaticClaim {
        let from = FlowEnds(flow.from, in: self.topology, self.sets)
        let to = FlowEnds(flow.to, in: self.topology, self.sets)
        let isWide = from.isWide || to.isWide
        let packets = Packets(of: flow, isWide: isWide, self.sets)
        var tally = Tally()
        for sender in from.hosts {
            for receiver in to.hosts where sender.host.name != receiver.host.name {
                if isDenied {
                    self.deny(packets.fresh, sender, receiver, isWide: isWide, &tally)
                } else {
                    self.allow(packets, sender, receiver, isWide: isWide, &tally)
                }
            }
            self.leave(packets, sender, to, isDenied: isDenied, isWide: isWide, &tally)
        }
        for receiver in to.hosts {
            self.enter(packets, from, receiver, isDenied: isDenied, isWide: isWide, &tally)
        }
        if isDenied { tally.violations += self.carried?.evidence(of: flow) ?? [] }
        let held = Evidence(
            from: "the rules",
            isDenied
                ? "no packet gets through between \(tally.pairs) pairs of ends"
                : "every packet, and every answer, gets through between \(tally.pairs) pairs of ends"
        )
        return StaticClaim(
            .expectation,
            subject: subject,
            violations: tally.violations,
            doubts: tally.doubts,
            observations: tally.pairs > 0 ? [held] : [],
            assumptions: tally.isWithinCeilings ? ["those who have no host of ours are let in within the ceilings"] : []
        )
    }

    /// Packets of a flow, by all that is not its ends' addresses.
    private struct Packets {
        /// Whatever may begin something.
        let fresh: Diagram
        /// The first ones.
        let opening: Diagram
        /// All others from the one who opens it.
        let later: Diagram
        let answers: Diagram

        init(of flow: Expectation.Flow, isWide: Bool, _ sets: PacketSets) {
            let kind = sets.all(isWide ? sets.ipv6 : .everything, sets.transport(flow.transport))
            let there = sets.all(kind, flow.port.map { sets.toPort($0) } ?? .everything)
            let back = sets.all(kind, flow.port.map { sets.fromPort($0) } ?? .everything)
            let (opening, later) =
                switch flow.transport {
                case .tcp: (sets.opening, sets.answering)
                case .udp: (sets.store.packets(in: [.new]), sets.store.packets(in: [.established]))
                }
            self.fresh = sets.all(there, sets.fresh)
            self.opening = sets.all(there, opening)
            self.later = sets.all(there, later)
            self.answers = sets.all(back, later)
        }
    }

    // MARK: - Both ends are ours

    private typealias End = (host: Host, places: [Attachment])

    private func deny(_ packets: Diagram, _ sender: End, _ receiver: End, isWide: Bool, _ tally: inout Tally) {
        guard let judges = self.judges(sender, receiver, &tally) else { return }
        tally.pairs += 1
        // Without a segment in common, only a host of ours between them could carry the packets.
        guard !self.routes(sender, receiver).isEmpty else { return }
        for family in [self.sets.ipv4, self.sets.ipv6] {
            let ends = self.sets.all(
                family,
                packets,
                self.possibleSources(sender.places, isWide: isWide),
                self.possibleDestinations(receiver.places, isWide: isWide)
            )
            guard judges.sender.accepted(self.sets.all(ends, self.sets.toWire), on: .departure) != nil,
                let packet = judges.receiver.accepted(self.sets.all(ends, self.sets.fromWire), on: .arrival)
            else { continue }
            tally.violations.append(
                Evidence(from: receiver.host.name, packet.following("\(sender.host.name) gets through: "))
            )
        }
    }

    private func allow(_ packets: Packets, _ sender: End, _ receiver: End, isWide: Bool, _ tally: inout Tally) {
        guard let judges = self.judges(sender, receiver, &tally) else { return }
        tally.pairs += 1
        let routes = self.routes(sender, receiver)
        if routes.isEmpty {
            let text = "there is no segment on which \(sender.host.name) meets \(receiver.host.name)"
            tally.violations.append(Evidence(from: sender.host.name, text))
        }
        // One way that is open is enough; of those that are not, the one that may be open says most.
        var attempts: [Tally] = []
        for route in routes {
            let (from, to) = (Self.meant([route.from], isWide: isWide), Self.meant([route.to], isWide: isWide))
            let ends = self.sets.all(self.sets.from(from), self.sets.to(to))
            let back = self.sets.all(self.sets.from(to), self.sets.to(from))
            let opening = self.sets.all(packets.opening, ends)
            var attempt = Tally()
            self.exists(opening, sender.host, &attempt)
            self.pass(self.sets.all(opening, self.sets.toWire), judges.sender, .departure, &attempt)
            self.pass(self.sets.all(opening, self.sets.fromSegments), judges.receiver, .arrival, &attempt)
            for (later, origin, target) in [
                (self.sets.all(packets.later, ends), judges.sender, judges.receiver),
                (self.sets.all(packets.answers, back), judges.receiver, judges.sender),
            ] {
                self.keep(self.sets.all(later, self.sets.toWire), origin, .departure, &attempt)
                self.keep(self.sets.all(later, self.sets.fromSegments), target, .arrival, &attempt)
            }
            if attempt.violations.isEmpty, attempt.doubts.isEmpty { return }
            attempts.append(attempt)
        }
        if let perhaps = attempts.first(where: \.violations.isEmpty) {
            tally.doubts += perhaps.doubts
        } else {
            tally.violations += attempts.flatMap(\.violations)
        }
    }

    private func pass(_ packets: Diagram, _ judge: HostJudge, _ journey: Journey, _ tally: inout Tally) {
        let name = judge.host.name
        if judge.prover.changesEnds {
            let text = "translates addresses or ports, so that what arrives is not what was sent: ask 'picket reach'"
            tally.doubts.append(Evidence(from: name, text))
        }
        tally.doubts += judge.prover.notJudged.map {
            Evidence(from: name, "'\($0)' is not judged, and may drop packets")
        }
        let untied = judge.untied(packets, on: journey)
        // A SYN proxy answers what is not tracked: some of it, if not all.
        if let packet = judge.surelyDropped(packets, on: journey) ?? (judge.prover.proxies ? nil : untied) {
            tally.violations.append(Evidence(from: name, packet))
        } else if let untied {
            tally.doubts.append(Evidence(from: name, "perhaps: \(untied)"))
        } else if let packet = judge.dropped(packets, on: journey) ?? self.touched(packets, judge, journey) {
            tally.doubts.append(Evidence(from: name, "perhaps: \(packet)"))
        }
    }

    /// Later packets and answers have to pass as well, within ceilings.
    private func keep(_ packets: Diagram, _ judge: HostJudge, _ journey: Journey, _ tally: inout Tally) {
        let name = judge.host.name
        if let packet = judge.surelyDropped(packets, on: journey) {
            tally.violations.append(Evidence(from: name, packet))
        } else if let packet = self.lost(packets, judge, journey) ?? self.touched(packets, judge, journey) {
            tally.doubts.append(Evidence(from: name, "perhaps: \(packet)"))
        }
    }

    /// A later packet that may be dropped within ceilings, other than by the user's own rules; `nil` if there is none.
    private func lost(_ packets: Diagram, _ judge: HostJudge, _ journey: Journey) -> Objection? {
        guard judge.dropped(packets, on: journey) != nil else { return nil }
        // To a SYN proxy comes nothing of a connection that it knows.
        let staying = judge.packets.judging { $0.withinCeilings(of: .later).replacingProxies(by: .drop) }
        let dropped = staying.prover.droppable(packets, on: journey)
        let meant = judge.droppedByOwnRules(dropped, on: journey, of: .later)
        return staying.dropped(self.sets.without(dropped, meant), on: journey)
    }

    /// A packet of a set that comes to a rule which may break its connection, other than by what is asked for besides.
    private func touched(_ packets: Diagram, _ judge: HostJudge, _ journey: Journey) -> Objection? {
        judge.packets.touched(packets, on: journey) { $0.isFollowed }
    }

    /// Where packets can go from one to the other: over the same segment, or over the Internet.
    private func routes(_ sender: End, _ receiver: End) -> [(from: Attachment, to: Attachment)] {
        sender.places.flatMap { from in
            receiver.places.filter { to in
                from.segment == to.segment || self.isPublic(from) && self.isPublic(to)
            }.map { (from, $0) }
        }
    }

    private func isPublic(_ place: Attachment) -> Bool { self.topology[segment: place.segment]?.isPublic ?? false }

    private func judges(
        _ sender: End,
        _ receiver: End,
        _ tally: inout Tally
    ) -> (sender: HostJudge, receiver: HostJudge)? {
        guard let first = self.judge(sender.host, &tally), let second = self.judge(receiver.host, &tally) else {
            return nil
        }
        return (first, second)
    }

    private func judge(_ host: Host, _ tally: inout Tally) -> HostJudge? {
        if let judge = self.judges[host.name] {
            tally.doubts += judge.prover.changingUnseen.map {
                Evidence(from: host.name, "'\($0)' is not judged, and may change packets")
            }
            return judge
        }
        tally.doubts.append(Evidence(from: host.name, "its rules are not known"))
        return nil
    }

    // MARK: - One end is ours

    /// Addresses of the family that is meant: of IPv4, unless a party is named by others.
    private static func meant(_ places: [Attachment], isWide: Bool) -> [IPPrefix] {
        places.flatMap { place in place.prefixes.filter { ($0.ipv6 != nil) == isWide } }
    }

    /// Packets from all addresses that a host may have: those of IPv6 may be any but other hosts' where the topology names none, and
    /// where they alone are meant, any at all.
    private func possibleSources(_ places: [Attachment], isWide: Bool) -> Diagram {
        guard Self.meant(places, isWide: true).isEmpty else { return self.sets.from(places.flatMap(\.prefixes)) }
        return isWide ? .everything : self.sets.any([self.sets.from(places.flatMap(\.prefixes)), self.unnamedSources])
    }

    /// The same of packets to them.
    private func possibleDestinations(_ places: [Attachment], isWide: Bool) -> Diagram {
        guard Self.meant(places, isWide: true).isEmpty else { return self.sets.to(places.flatMap(\.prefixes)) }
        return isWide
            ? .everything : self.sets.any([self.sets.to(places.flatMap(\.prefixes)), self.unnamedDestinations])
    }

    /// Nothing is allowed where there is nothing to allow.
    private func exists(_ packets: Diagram, _ host: Host, _ tally: inout Tally) {
        guard packets == .nothing else { return }
        let text = "there are no such packets to ask for: no addresses of one family are known of the two ends"
        tally.doubts.append(Evidence(from: host.name, text))
    }

    private func leave(
        _ packets: Packets,
        _ sender: End,
        _ to: FlowEnds,
        isDenied: Bool,
        isWide: Bool,
        _ tally: inout Tally
    ) {
        guard to.toOthers != .nothing, let judge = self.judge(sender.host, &tally) else { return }
        tally.pairs += 1
        let destinations = to.isAnybody && !isDenied ? self.toStrangers : to.toOthers
        let sources =
            isDenied
            ? self.possibleSources(sender.places, isWide: isWide)
            : self.sets.from(Self.meant(sender.places, isWide: isWide))
        let ends = self.sets.all(sources, destinations, self.sets.toWire)
        guard !isDenied else {
            if let packet = judge.accepted(self.sets.all(packets.fresh, ends), on: .departure) {
                tally.violations.append(Evidence(from: sender.host.name, packet))
            }
            return
        }
        let leaving = self.sets.all(packets.opening, ends)
        self.exists(leaving, sender.host, &tally)
        self.pass(leaving, judge, .departure, &tally)
        self.keep(self.sets.all(packets.later, ends), judge, .departure, &tally)
        let back = self.sets.all(
            to.isAnybody ? self.fromStrangers : to.fromOthers,
            self.sets.to(Self.meant(sender.places, isWide: isWide)),
            self.sets.fromSegments
        )
        self.keep(self.sets.all(packets.answers, back), judge, .arrival, &tally)
    }

    private func enter(
        _ packets: Packets,
        _ from: FlowEnds,
        _ receiver: End,
        isDenied: Bool,
        isWide: Bool,
        _ tally: inout Tally
    ) {
        guard from.fromOthers != .nothing, let judge = self.judge(receiver.host, &tally) else { return }
        tally.pairs += 1
        if isDenied {
            let destinations = self.possibleDestinations(receiver.places, isWide: isWide)
            let entering = self.sets.all(packets.fresh, from.fromOthers, destinations, self.sets.fromWire)
            if let packet = judge.accepted(entering, on: .arrival) {
                tally.violations.append(Evidence(from: receiver.host.name, packet))
            }
            return
        }
        let places = from.isAnybody ? receiver.places.filter(self.isPublic) : receiver.places
        if places.isEmpty {
            tally.violations.append(
                Evidence(from: receiver.host.name, "has no address on a public segment, where strangers are")
            )
        }
        let sources = from.isAnybody ? self.fromStrangers : from.fromOthers
        let destinations = self.sets.to(Self.meant(places, isWide: isWide))
        let ends = self.sets.all(sources, destinations, self.sets.fromSegments)
        let entering = self.sets.all(packets.opening, ends)
        if !places.isEmpty { self.exists(entering, receiver.host, &tally) }
        self.keep(self.sets.all(packets.later, ends), judge, .arrival, &tally)
        let back = self.sets.all(
            self.sets.from(Self.meant(places, isWide: isWide)),
            from.isAnybody ? self.toStrangers : from.toOthers,
            self.sets.toWire
        )
        self.keep(self.sets.all(packets.answers, back), judge, .departure, &tally)
        // A SYN proxy answers what is not tracked.
        let untied = judge.prover.proxies ? nil : judge.untied(entering, on: .arrival)
        if let packet = judge.surelyDropped(entering, on: .arrival) ?? untied {
            tally.violations.append(Evidence(from: receiver.host.name, packet))
        } else if let packet = self.touched(entering, judge, .arrival) {
            tally.doubts.append(Evidence(from: receiver.host.name, "perhaps: \(packet)"))
        } else if judge.dropped(entering, on: .arrival) != nil {
            // A SYN proxy may do anything with them.
            let within = judge.packets.judging { $0.withinCeilings(of: .opening).replacingProxies(by: .accept) }
            if let packet = within.dropped(entering, on: .arrival) {
                tally.doubts.append(Evidence(from: receiver.host.name, "perhaps: \(packet)"))
            }
            tally.isWithinCeilings = true
        }
    }
}

extension Expectation.Flow {
    /// Such as "stranger -> v-1 tcp port 22".
    fileprivate var words: String {
        "\(self.from.words) -> \(self.to.words) \(self.transport.rawValue) "
            + (self.port.map { "port \($0)" } ?? "on every port")
    }
}

extension Expectation.Party {
    fileprivate var words: String {
        switch self {
        case .any: "any"
        case .stranger: "stranger"
        case .host(let name): name.description
        case .segment(let name): name.description
        case .prefix(let prefix): prefix.description
        }
    }
}
