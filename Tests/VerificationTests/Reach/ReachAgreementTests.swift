import Addressing
import Nftables
import Testing
import Topology

@testable import PacketSpace
@testable import Verification

/// What is said of all packets, held against single packets that are traced rule by rule, and the ways of saying it against
/// each other.
@Suite struct ReachAgreementTests {
    @Test("paths agree with packets that are traced through both ends, there and back", arguments: 0..<40)
    func traced(seed: UInt64) throws {
        let reach = try Self.reach(seed, translates: false)
        let store = reach.sets.store
        for (sender, receiver) in Self.pairs(reach) {
            let paths = reach.paths.paths(from: Self.end(sender), to: Self.end(receiver), ReachFlow())
            for family in Family.allCases {
                for way in reach.paths.ways(from: Self.end(sender), to: Self.end(receiver), family) {
                    let (source, destination) = (try #require(way.source), try #require(way.destination))
                    let path = paths.first { $0.source == source && $0.destination == destination }
                    for (from, to) in Self.ports {
                        let openings = TCPFlags.ofOpenings.map {
                            Self.packet(source, destination, from, to, $0, .new)
                        }
                        let there = try #require(openings.first)
                        let values = there.fieldValues
                        let sent = Self.fate(openings, .departure, sender.prover)
                        let taken = Self.fate(openings, .arrival, receiver.prover)
                        let may = path.map { store.outcome(of: $0.there.may, for: values) == 1 } ?? false
                        let sure = path.map { store.outcome(of: $0.there.sure, for: values) == 1 } ?? false
                        let comment: Comment = "seed \(seed), \(there)"
                        #expect(may == (sent.may && taken.may), comment)
                        #expect(sure == (sent.sure && taken.sure), comment)
                        let back = TCPFlags.ofLater.map {
                            Self.packet(destination, source, to, from, $0, .established)
                        }
                        let later = TCPFlags.ofLater.map {
                            Self.packet(source, destination, from, to, $0, .established)
                        }
                        let further = [
                            Self.fate(back, .departure, receiver.prover), Self.fate(back, .arrival, sender.prover),
                            Self.fate(later, .departure, sender.prover), Self.fate(later, .arrival, receiver.prover),
                        ]
                        let open = path.map { store.outcome(of: $0.open.sure, for: values) == 1 } ?? false
                        let mayOpen = path.map { store.outcome(of: $0.open.may, for: values) == 1 } ?? false
                        let areFound = family == .ipv4 || sender.findsNeighbours && receiver.findsNeighbours
                        #expect(open == (sure && areFound && further.allSatisfy(\.sure)), comment)
                        #expect(mayOpen == (may && further.allSatisfy(\.may)), comment)
                    }
                }
            }
        }
    }

    @Test("with translation at the sender, packets get where their translated form gets", arguments: 0..<40)
    func translated(seed: UInt64) throws {
        let reach = try Self.reach(1_000 + seed, translates: true)
        let store = reach.sets.store
        for (sender, receiver) in Self.pairs(reach) {
            let paths = reach.paths.paths(from: Self.end(sender), to: Self.end(receiver), ReachFlow())
            for way in reach.paths.ways(from: Self.end(sender), to: Self.end(receiver), .ipv4) {
                let (source, destination) = (try #require(way.source), try #require(way.destination))
                let path = paths.first { $0.source == source && $0.destination == destination }
                for (from, to) in Self.ports {
                    let packet = Self.packet(source, destination, from, to, .syn, .new)
                    var (may, isKnown) = (false, true)
                    for interface in ReachDice.interfaces + ["wan9"] {
                        var leaving = packet
                        leaving.outputInterface = interface
                        for end in sender.prover.trace(leaving, throughout: .departure).paths {
                            guard end.isAccepted, var arriving = end.leaving?.packet else { continue }
                            // The kernel may choose another port where one is taken.
                            if end.leaving?.unknown.isEmpty != true { isKnown = false }
                            arriving.outputInterface = nil
                            if Self.fate([arriving], .arrival, receiver.prover).may { may = true }
                        }
                    }
                    let said = path.map { store.outcome(of: $0.there.may, for: packet.fieldValues) == 1 } ?? false
                    #expect(isKnown ? said == may : said || !may, "seed \(seed), \(packet)")
                }
            }
        }
    }

    @Test("all pairs at once are the pairs one by one", arguments: 0..<40)
    func matrix(seed: UInt64) throws {
        let reach = try Self.reach(2_000 + seed, translates: seed % 4 == 0)
        let matrix = reach.matrix()
        let nodes = reach.paths.nodes
        for (sender, from) in nodes.enumerated() {
            for (receiver, to) in nodes.enumerated() where receiver != sender {
                let answer = { (flow: ReachFlow) in
                    reach.paths.paths(from: Self.end(from), to: Self.end(to), flow).map(\.answer).max() ?? .no
                }
                let comment: Comment = "seed \(seed), \(from.host.name) to \(to.host.name)"
                #expect(matrix.toAnyPort(from: sender, to: receiver) == answer(ReachFlow()), comment)
                let port = ReachFlow(port: to.host.peerPort)
                #expect(matrix.toPeerPort(from: sender, to: receiver) == answer(port), comment)
            }
        }
    }

    // MARK: - Samples

    private static let ports: [(UInt16, UInt16)] = [40_000, 22, 80].flatMap { from in
        [22, 80, 50333, 9].map { (from, $0) }
    }

    private static func reach(_ seed: UInt64, translates: Bool) throws -> Reach {
        var dice = ReachDice(seed: seed)
        var sample = try ReachSample()
        for host in ["v", "s", "t"] { sample.rules[host] = dice.ruleset(translates: translates && dice.onceIn(2)) }
        return sample.reach
    }

    private static func pairs(_ reach: Reach) -> [(ReachNode, ReachNode)] {
        reach.paths.nodes.flatMap { sender in
            reach.paths.nodes.filter { $0 !== sender }.map { (sender, $0) }
        }
    }

    private static func end(_ node: ReachNode) -> ReachEnd { .node(node, node.all) }

    private static func packet(
        _ source: IPAddress,
        _ destination: IPAddress,
        _ from: UInt16,
        _ to: UInt16,
        _ flags: TCPFlags,
        _ state: ConnectionState
    ) -> Packet {
        let addresses: Packet.Addresses =
            switch (source, destination) {
            case (.ipv4(let source), .ipv4(let destination)): .ipv4(source: source, destination: destination)
            case (.ipv6(let source), .ipv6(let destination)): .ipv6(source: source, destination: destination)
            default: preconditionFailure("addresses of two families")
            }
        return Packet(addresses, .tcp(source: from, destination: to, flags: flags), state: state)
    }

    /// What may happen to some packets on any of the interfaces that rules name, and on one that they do not.
    private static func fate(
        _ packets: [Packet],
        _ place: PacketSpace.Place,
        _ prover: Prover
    ) -> (may: Bool, sure: Bool) {
        var ends: [Bool] = []
        for packet in packets {
            for interface in ReachDice.interfaces + ["wan9"] {
                var packet = packet
                if place == .arrival { packet.inputInterface = interface } else { packet.outputInterface = interface }
                ends += prover.trace(packet, throughout: place).paths.map(\.isAccepted)
            }
        }
        return (ends.contains(true), ends.allSatisfy { $0 })
    }
}
