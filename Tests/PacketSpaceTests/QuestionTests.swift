import Addressing
import Nftables
import TestSupport
import Testing

@testable import PacketSpace

@Suite struct QuestionTests {
    private static func sample(_ name: String) throws -> Prover {
        Prover(try RulesetListing(json: Repository.bytes("Tests/Vectors/nftables/samples/\(name).json")))
    }

    private static func trap(_ name: String) throws -> RulesetListing {
        try #require(Trap.all().first { $0.name == name }).listing
    }

    private static func prefix(_ text: String) throws -> IPPrefix {
        try #require(IPPrefix(text))
    }

    @Test("strangers reach a sentry's peer port, and no other port of it")
    func sentry() throws {
        let prover = try Self.sample("sentry")
        let store = prover.store
        let flows = store.intersection(store.packets(ofProtocol: 6), store.packets(in: [.new]))
        let strangers = store.intersection(
            store.intersection(flows, store.packets(enteringBy: "eth0")),
            store.packets(from: try Self.prefix("203.0.113.0/24"))
        )
        let toPeerPort = store.intersection(strangers, store.packets(toPorts: 61000...61000))
        #expect(prover.isSubset(toPeerPort, ofAcceptedAt: .input).holds)
        #expect(prover.isDisjoint(store.difference(strangers, toPeerPort), fromAcceptedAt: .input).holds)
        let example = try #require(prover.isDisjoint(toPeerPort, fromAcceptedAt: .input).counterExample)
        #expect(example.path.isAccepted)
        #expect(example.path.decidedBy?.text.contains("tcp dport 61000 accept") == true)
        #expect(store.outcome(of: toPeerPort, for: example.packet.fieldValues) == 1)
    }

    @Test("nobody opens a connection to a validator, but from administration")
    func validator() throws {
        let prover = try Self.sample("validator")
        let store = prover.store
        let wire = store.complement(of: store.packets(enteringBy: "lo"))
        let new = store.intersection(store.packets(in: [.new, .invalid, .untracked]), wire)
        let tcp = store.intersection(new, store.packets(ofProtocol: 6))
        let ssh = store.packets(toPorts: 22...22)
        #expect(prover.isDisjoint(store.difference(tcp, ssh), fromAcceptedAt: .input).holds)
        let ipv6 = store.intersection(wire, store.packets(of: .ipv6))
        #expect(prover.isDisjoint(ipv6, fromAcceptedAt: .input).holds)
        #expect(prover.isDisjoint(store.packets(at: .forward), fromAcceptedAt: .forward).holds)
    }

    @Test("a counter-example is a packet of the set that goes the wrong way", arguments: 0..<60)
    func counterExamples(seed: Int) throws {
        var rulesets = RulesetDice(seed: UInt64(5000 + seed))
        let prover = Prover(rulesets.listing())
        for hook in Hook.allCases {
            for question in [Diagram.everything, prover.store.packets(ofProtocol: 6), prover.store.packets(of: .ipv6)] {
                let subset = prover.isSubset(question, ofAcceptedAt: hook)
                let disjoint = prover.isDisjoint(question, fromAcceptedAt: hook)
                #expect(!(subset.holds && disjoint.holds), "a question about nothing at \(hook)")
                for (settlement, isAccepted) in [(subset, false), (disjoint, true)] {
                    guard let example = settlement.counterExample else { continue }
                    #expect(prover.store.outcome(of: question, for: example.packet.fieldValues) == 1)
                    #expect(example.path.isAccepted == isAccepted)
                    let verdict = prover.verdict(of: example.packet, at: hook)
                    #expect(isAccepted ? verdict.mayAccept : verdict.mayDrop)
                    #expect(prover.trace(example.packet, at: hook).paths.contains(example.path))
                }
            }
        }
    }

    @Test("a limit holds for neither question")
    func maybe() throws {
        let prover = Prover(try Self.trap("a limit may match and may not"))
        let ssh = prover.store.packets(toPorts: 22...22)
        let tcp = prover.store.intersection(ssh, prover.store.packets(ofProtocol: 6))
        #expect(!prover.isSubset(tcp, ofAcceptedAt: .input).holds)
        #expect(!prover.isDisjoint(tcp, fromAcceptedAt: .input).holds)
        #expect(prover.uncertainties.map(\.reason) == ["limit"])
    }

    // MARK: - Differences

    @Test("what a change opens is said in few words")
    func difference() throws {
        let store = DiagramStore()
        let old = Prover(try Self.trap("a policy decides what no rule decides"), store: store)
        let new = Prover(try Self.trap("a mark set in an earlier chain is seen in a later one"), store: store)
        #expect(Difference(from: old, to: old, at: .input).isEmpty)
        let change = Difference(from: old, to: new, at: .input)
        #expect(!change.isEmpty)
        let closed = Difference(from: new, to: old, at: .input)
        #expect(closed.dropped == change.accepted && closed.accepted == change.dropped)
        #expect(store.boxes(of: change.dropped).boxes.map(\.description).allSatisfy { $0.contains("tcp") })
    }

    @Test("boxes are said in plain words")
    func words() throws {
        let store = DiagramStore()
        var set = store.packets(from: try Self.prefix("10.0.0.0/8"))
        set = store.intersection(set, store.packets(toPorts: 22...23))
        set = store.intersection(set, store.packets(ofProtocol: 6))
        set = store.intersection(set, store.packets(enteringBy: "eth0"))
        set = store.intersection(set, store.packets(in: [.new, .untracked]))
        let (boxes, isComplete) = store.boxes(of: set)
        #expect(isComplete)
        #expect(boxes.map(\.description) == ["new,untracked IPv4 tcp in by eth0 from 10.0.0.0/8 to port 22-23"])
        let six = store.boxes(of: store.packets(to: try Self.prefix("2001:db8::/32"))).boxes
        #expect(six.map(\.description) == ["IPv6 to 2001:db8::/32"])
        let wire = store.difference(store.packets(at: .input), store.packets(enteringBy: "lo"))
        #expect(store.boxes(of: wire).boxes.map(\.description) == ["in by any but lo out by no interface"])
        let long = store.packets(leavingBy: "enp0s31f6")
        #expect(store.boxes(of: long).boxes.map(\.description) == ["out by enp0s31f6"])
        let pattern = store.packets(leavingBy: "eth*")
        #expect(store.boxes(of: pattern).boxes.map(\.description) == ["out by eth*"])
        #expect(store.boxes(of: .everything).boxes.map(\.description) == ["any packet"])
        #expect(store.boxes(of: .nothing).boxes.isEmpty)
    }

    // MARK: - Useless rules

    @Test(
        "rules that never match are found",
        arguments: [
            ("a return inside a goto goes back past the chain that went", ["drop"]),
            ("a chain that nobody jumps to does nothing", ["drop"]),
            ("a jump to an empty chain comes back", []),
            ("an early accept does not save from a later drop", []),
        ]
    )
    func useless(name: String, texts: [String]) throws {
        let prover = Prover(try Self.trap(name))
        #expect(prover.rulesThatNeverMatch().map(\.text) == texts)
    }

    @Test("a rule that never matches is matched by no packet", arguments: 0..<60)
    func uselessIsUnmatched(seed: Int) throws {
        var rulesets = RulesetDice(seed: UInt64(6000 + seed))
        let listing = rulesets.listing()
        let hook = try #require(listing.tables[0].chains[0].base.flatMap { Hook(rawValue: $0.hook) })
        let prover = Prover(listing)
        let useless = Set(prover.rulesThatNeverMatch())
        var packets = PacketDice(seed: UInt64(seed))
        for _ in 0..<100 {
            let packet = packets.packet()
            guard prover.store.outcome(of: prover.store.packets(at: hook), for: packet.fieldValues) == 1 else {
                continue
            }
            for step in prover.trace(packet, at: hook).paths.flatMap(\.steps) where step.effect != .notMatched {
                #expect(!useless.contains(step.point), "seed \(seed), \(packet)\n\(listing.text)")
            }
        }
    }

    @Test("no rule of ours is useless", arguments: ["sentry", "validator", "full-sentry"])
    func oursAreUseful(name: String) throws {
        let prover = try Self.sample(name)
        #expect(prover.rulesThatNeverMatch() == [])
    }

    // MARK: - Paths

    @Test("a packet from the wire meets the rules for its translated address")
    func arrival() throws {
        let prover = Prover(try Self.trap("a translated address is what later chains see"))
        let arrival = prover.arrival()
        let store = prover.store
        let web = store.intersection(store.packets(ofProtocol: 6), store.packets(toPorts: 80...80))
        let ipv4 = store.intersection(web, store.packets(of: .ipv4))
        let accepted = store.packets(of: arrival, having: Outcome.accept)
        // What belongs to a connection may have been translated to anything, and is translated back; what the host sends to
        // itself was translated, or not, where it was sent.
        let own = store.intersection(store.packets(enteringBy: "lo"), store.packets(in: [.new]))
        let known = store.intersection(ipv4, store.union(own, store.packets(in: [.established, .related])))
        #expect(store.intersection(ipv4, accepted) == known)
        #expect(store.intersection(store.packets(ofProtocol: 17), accepted) == store.packets(ofProtocol: 17))
    }

    @Test("packets at other places are not judged, and named")
    func notJudged() throws {
        let prover = try Self.sample("everything")
        #expect(prover.notJudged == ["netdev nd"])
    }
}
