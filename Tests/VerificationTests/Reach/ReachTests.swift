import Addressing
import Nftables
import PacketSpace
import TestSupport
import Testing
import Topology

@testable import Verification

@Suite struct ReachTests {
    private typealias Sample = ReachSample

    /// Takes SSH from one place, and answers.
    private static let careful = Sample.ruleset([
        Sample.chain(
            "input",
            [
                [Sample.established, Sample.accept],
                [Sample.ip("saddr", "10.1.10.1"), Sample.tcp("dport", 22), Sample.accept],
            ]
        ),
        Sample.chain("output", [[Sample.established, Sample.accept], [Sample.tcp("dport", 50333), Sample.accept]]),
    ])

    @Test("hosts without rules reach each other where they meet, and only there")
    func meeting() throws {
        let sample = try Sample()
        #expect(try sample.answer("v", "s") == .yes)
        #expect(try sample.answer("s", "v", 22) == .yes)
        #expect(try sample.answer("s", "t") == .yes)
        #expect(try sample.answer("v", "stranger") == .yes)
        // Neither is on the other's segment; but s forwards what it has no rules against, which nothing makes sure.
        let over = try #require(try sample.finding("v", "t"))
        #expect(over.answer == .maybe && over.packets.allSatisfy { $0.hasSuffix(" over s") }, "\(over)")
        var closed = sample
        closed.rules["s"] = Sample.ruleset([Sample.chain("forward", [])])
        let none = try #require(try closed.finding("v", "t"))
        #expect(none.answer == .no && none.example == nil && none.rules.isEmpty)
        #expect(none.remarks == ["no segment is common to both, and nothing of ours forwards"])
    }

    @Test("a connection needs both ends, there and back; what is missing is named")
    func bothEnds() throws {
        var sample = try Sample()
        sample.rules["s"] = Self.careful
        let good = try #require(try sample.finding("v", "s", 22))
        #expect(good.answer == .yes)
        #expect(good.packets == ["new tcp from v to s to port 22"])
        #expect(good.rules.map(\.host) == ["s"])
        #expect(good.rules.first?.rule.contains("dport 22") == true)
        #expect(try sample.answer("v", "s", 23) == .no)
        #expect(try sample.answer("t", "s", 22) == .no)
        #expect(try sample.answer("stranger", "s", 22) == .no)
        let stopped = try #require(try sample.finding("v", "s", 23))
        #expect(
            stopped.rules == [
                ReachFinding.DecidingRule(
                    host: "s",
                    table: "inet t",
                    chain: "input-filter",
                    handle: nil,
                    rule: "policy drop",
                    place: nil,
                    isAccepted: false
                )
            ]
        )
        // The sender does not let it out.
        sample.rules["v"] = Sample.ruleset([
            Sample.chain("output", [[Sample.established, Sample.accept], [Sample.tcp("dport", 23), Sample.accept]])
        ])
        let held = try #require(try sample.finding("v", "s", 22))
        #expect(held.answer == .no && held.rules.map(\.host) == ["v"])
        // Each end is asked by itself: the receiver would have let it in.
        #expect(held.ends.map(\.host) == ["v", "s"] && held.ends.map(\.direction) == [.output, .input])
        #expect(held.ends.map(\.answer) == [.no, .yes])
        #expect(held.ends.last?.rule?.rule.contains("dport 22") == true && good.ends.isEmpty)
        #expect(stopped.ends.map(\.answer) == [.yes, .no])
        #expect(stopped.ends.last?.rule?.rule == "policy drop")
    }

    @Test("the ports that strangers may get to are told, in both directions")
    func strangerPorts() throws {
        var sample = try Sample()
        sample.rules["s"] = Sample.ruleset([
            Sample.chain(
                "input",
                [[Sample.tcp("dport", 22), Sample.accept], [Sample.tcp("dport", 23), Sample.accept]]
            ),
            Sample.chain("output", [[Sample.established, Sample.accept]]),
        ])
        let ports = sample.reach.strangerPorts { $0.rawValue == "s" }
        let told = ports.map { "\($0.direction) \($0.transport.rawValue) \($0.ports)" }
        #expect(
            told == [
                "fromStrangers tcp [ClosedRange(22...23)]", "fromStrangers udp []", "toStrangers tcp []",
                "toStrangers udp []",
            ]
        )
    }

    @Test("a denial is broken by what a host carries under another address, and by nothing that none carries")
    func carried() throws {
        let expectation = "expect: [{ deny: { from: stranger, to: v, port: 22 } }]\n"
        var sample = try Sample(Sample.text + expectation)
        sample.rules["v"] = Sample.ruleset([
            Sample.chain("input", [[Sample.ip("saddr", "10.1.10.2"), Sample.accept]]), Sample.chain("output", []),
        ])
        sample.rules["t"] = Sample.ruleset([Sample.chain("forward", [])])
        // s sends on what strangers send it, and in its own name: v takes that for s.
        let address = try #require(IPv4Address("10.1.10.2"))
        let translation = TranslationTarget(
            .source,
            family: .ipv4,
            address: .constant(.ipv4(address...address)),
            port: nil
        )
        sample.rules["s"] = Sample.ruleset([
            Sample.chain("postrouting", type: "nat", drops: false, [[.translate(translation)]])
        ])
        let broken = try #require(sample.claims.last)
        #expect(broken.outcome == .violated)
        #expect(broken.evidence.contains { $0.vantage == "s" && $0.text.contains("carries stranger's packets to v") })
        sample.rules["s"] = Sample.ruleset([Sample.chain("forward", [])])
        #expect(sample.claims.last?.outcome == .holds)
    }

    /// v takes what comes to port 22 under one address, and s sends what it does through rules of its own.
    private static func translated(
        _ statement: String,
        taken: String,
        sender chains: [ListedChain]
    ) throws -> StaticClaim {
        var sample = try Sample(Sample.text + "expect: [{ \(statement): { from: s, to: v, port: 22 } }]\n")
        let input = Sample.chain("input", [[Sample.ip("saddr", taken), Sample.tcp("dport", 22), Sample.accept]])
        sample.rules["v"] = Sample.ruleset([input, Sample.chain("output", drops: false, [])])
        sample.rules["t"] = Sample.ruleset([Sample.chain("forward", []), Sample.chain("output", [])])
        sample.rules["s"] = Sample.ruleset([Sample.chain("forward", [])] + chains)
        return try #require(sample.claims.last)
    }

    private static func translation(_ kind: ListedStatement.Translation, to text: String) throws -> ListedStatement {
        let address = try #require(IPv4Address(text))
        return .translate(
            TranslationTarget(kind, family: .ipv4, address: .constant(.ipv4(address...address)), port: nil)
        )
    }

    @Test("a denial is broken by what a sender sends under an address that is not its own")
    func translatedSource() throws {
        let rule = [try Self.translation(.source, to: "10.1.10.9")]
        let chains = [Sample.chain("postrouting", type: "nat", drops: false, [rule])]
        let broken = try Self.translated("deny", taken: "10.1.10.9", sender: chains)
        #expect(broken.outcome == .violated)
        #expect(broken.evidence.contains { $0.text.contains("where addresses or ports are translated") })
        #expect(try Self.translated("deny", taken: "10.1.10.8", sender: chains).outcome == .holds)
        #expect(try Self.translated("deny", taken: "10.1.10.9", sender: []).outcome == .holds)
    }

    @Test(
        "a denial is broken by what a sender sends to somebody else and turns, though it drops what goes there itself"
    )
    func translatedDestination() throws {
        // Before destinations are translated, which the kernel does at -100 whatever a chain's priority is.
        let drop = ListedChain(
            name: "early",
            base: ListedChain.Base(type: "filter", hook: "output", priority: -150, dropsByPolicy: false),
            rules: [ListedRule(handle: 1, [Sample.ip("daddr", "10.1.10.1"), .verdict(.drop)])]
        )
        let rule = [Sample.ip("daddr", "192.0.2.9"), try Self.translation(.destination, to: "10.1.10.1")]
        let turn = Sample.chain("output", type: "nat", drops: false, [rule])
        #expect(try Self.translated("deny", taken: "10.1.10.2", sender: [drop, turn]).outcome == .violated)
        let alone = try Self.translated("deny", taken: "10.1.10.2", sender: [drop])
        #expect(alone.outcome == .holds, "\(alone.evidence)")
    }

    @Test("nobody knows whether a permission holds where an end translates: what it sends is not what arrives")
    func translatedPermission() throws {
        let rule = [try Self.translation(.source, to: "10.1.10.9")]
        let chains = [Sample.chain("postrouting", type: "nat", drops: false, [rule])]
        #expect(try Self.translated("allow", taken: "10.1.10.2", sender: []).outcome == .holds)
        let claim = try Self.translated("allow", taken: "10.1.10.2", sender: chains)
        #expect(claim.outcome == .unsettled)
        #expect(claim.evidence.contains { $0.vantage == "s" && $0.text.contains("translates addresses or ports") })
    }

    @Test(
        "a connection whose answers are stopped is not sure, whoever stops them",
        arguments: [("s", "output"), ("v", "input")]
    )
    func answers(host: String, hook: String) throws {
        var sample = try Sample()
        let onlyNew = Sample.ruleset([
            Sample.chain(hook, [[.match(.equal, .connection("state", direction: nil), .symbol("new")), Sample.accept]])
        ])
        sample.rules[host] = onlyNew
        let finding = try #require(try sample.finding("v", "s", 22))
        #expect(finding.answer == .maybe)
        #expect(finding.remarks == ["packets get there, but no answer comes back"])
        // Answers come from the port that was dialled.
        sample.rules[host] = Sample.ruleset([
            Sample.chain(hook, [[Sample.established, Sample.tcp("sport", 22), Sample.accept]])
        ])
        #expect(try sample.answer("v", "s", 22) == .yes)
        #expect(try sample.answer("v", "s", 23) == .maybe)
        let all = try #require(try sample.finding("v", "s"))
        #expect(all.answer == .yes)
    }

    @Test("what cannot be known is maybe")
    func limits() throws {
        var sample = try Sample()
        sample.rules["s"] = Sample.ruleset([
            Sample.chain(
                "input",
                [
                    [Sample.established, Sample.accept],
                    [Sample.tcp("dport", 80), .undecidable("limit"), Sample.accept],
                ]
            )
        ])
        #expect(try sample.answer("v", "s", 80) == .maybe)
        #expect(try sample.answer("v", "s", 81) == .no)
        // An interface by name is one that nobody knows here.
        sample.rules["s"] = Sample.ruleset([
            Sample.chain(
                "input",
                [
                    [Sample.established, Sample.accept],
                    [.match(.equal, .meta("iifname"), .symbol("eth0")), Sample.accept],
                ]
            )
        ])
        #expect(try sample.answer("v", "s", 80) == .maybe)
        sample.rules["s"] = Sample.ruleset([
            Sample.chain("input", [[.match(.equal, .meta("iifname"), .symbol("lo")), Sample.accept]])
        ])
        #expect(try sample.answer("v", "s", 80) == .no)
    }

    @Test(
        "packets that come in elsewhere than where their source is do not make sure ones doubtful, but are not forgotten"
    )
    func reversePath() throws {
        var sample = try Sample()
        let missing = ListedStatement.match(
            .equal,
            .routes("oif", of: ["saddr", "iif"]),
            .boolean(false)
        )
        sample.rules["s"] = Sample.ruleset([Sample.chain("input", drops: false, [[missing, .verdict(.drop)]])])
        #expect(try sample.answer("v", "s", 22) == .yes)
        sample.rules["s"] = Sample.ruleset([Sample.chain("input", [[missing, Sample.accept]])])
        #expect(try sample.answer("v", "s", 22) == .maybe)
    }

    @Test("a packet that opens no flow, and gets there, is not nothing")
    func strays() throws {
        var sample = try Sample()
        sample.rules["s"] = Sample.ruleset([
            Sample.chain(
                "input",
                [[.match(.equal, .connection("state", direction: nil), .symbol("invalid")), Sample.accept]]
            )
        ])
        let finding = try #require(try sample.finding("v", "s", 22))
        #expect(finding.answer == .maybe)
        #expect(finding.remarks == ["no first packet gets there, but packets that belong to no flow may"])
    }

    @Test("IPv6 is another way")
    func ipv6() throws {
        var sample = try Sample()
        sample.rules["s"] = Sample.ruleset([
            Sample.chain(
                "input",
                [
                    [.match(.equal, .meta("iifname"), .symbol("lo")), Sample.accept],
                    [Sample.established, Sample.accept],
                    [Sample.ip("saddr", "2001:db8:1::3"), Sample.tcp("dport", 22), Sample.accept],
                ]
            )
        ])
        // Nobody answers who asks for its address.
        #expect(try sample.finding("t", "s", 22)?.answer == .maybe)
        sample.rules["s"] = Sample.ruleset([
            Sample.chain(
                "input",
                [
                    [Sample.established, Sample.accept],
                    [.match(.equal, .meta("l4proto"), .symbol("icmpv6")), Sample.accept],
                    [Sample.ip("saddr", "2001:db8:1::3"), Sample.tcp("dport", 22), Sample.accept],
                ]
            )
        ])
        let finding = try #require(try sample.finding("t", "s", 22))
        #expect(finding.answer == .yes)
        #expect(finding.example?.contains("[2001:db8:1::3]") == true, "\(finding)")
        #expect(try sample.answer("v", "s", 22) == .no)
        #expect(sample.reach.matrix().toAnyPort(from: 2, to: 1) == .yes)
        #expect(sample.reach.matrix().toAnyPort(from: 0, to: 1) == .no)
    }

    @Test("who is on the wire may send what is for one host to all of it")
    func framesForAll() throws {
        var sample = try Sample()
        let isForAll: ListedStatement = .match(.equal, .meta("pkttype"), .symbol("broadcast"))
        sample.rules["s"] = Sample.ruleset([
            Sample.chain("input", [[isForAll, Sample.tcp("dport", 22), Sample.accept]])
        ])
        #expect(try sample.answer("t", "s", 22) == .maybe)
        #expect(try sample.answer("t", "s", 23) == .no)
    }

    @Test("the sender's address translation is on the way")
    func translation() throws {
        var sample = try Sample()
        sample.rules["s"] = Self.careful
        // t looks like v to s.
        let disguise = TranslationTarget(
            .source,
            family: .ipv4,
            address: .constant(.ipv4(Self.address("10.1.10.1")...Self.address("10.1.10.1"))),
            port: nil
        )
        #expect(try sample.answer("t", "s", 22) == .no)
        sample.rules["t"] = Sample.ruleset([
            Sample.chain("postrouting", type: "nat", drops: false, [[Sample.tcp("dport", 22), .translate(disguise)]])
        ])
        #expect(try sample.answer("t", "s", 22) == .yes)
        #expect(try sample.answer("t", "s", 23) == .no)
        #expect(sample.reach.matrix().toAnyPort(from: 2, to: 1) == .yes)
        // And v no longer looks like itself.
        let mask = TranslationTarget(
            .source,
            family: .ipv4,
            address: .constant(.ipv4(Self.address("10.1.10.9")...Self.address("10.1.10.9"))),
            port: nil
        )
        sample.rules["v"] = Sample.ruleset([
            Sample.chain("postrouting", type: "nat", drops: false, [[.translate(mask)]])
        ])
        // What belongs to no flow is not translated.
        let finding = try #require(try sample.finding("v", "s", 22))
        #expect(finding.answer == .maybe)
        #expect(finding.remarks == ["no first packet gets there, but packets that belong to no flow may"])
        #expect(sample.reach.matrix().toAnyPort(from: 0, to: 1) == .maybe)
    }

    @Test("the sender's translation of a destination leads to where it leads")
    func redirection() throws {
        var sample = try Sample()
        sample.rules["s"] = Sample.ruleset([
            Sample.chain("input", [[Sample.established, Sample.accept], [Sample.tcp("dport", 2222), Sample.accept]])
        ])
        let target = TranslationTarget(
            .destination,
            family: .ipv4,
            address: nil,
            port: .constant(.number(2222...2222))
        )
        #expect(try sample.answer("v", "s", 2222) == .yes)
        #expect(try sample.answer("v", "s", 22) == .no)
        sample.rules["v"] = Sample.ruleset([
            Sample.chain("output", type: "nat", drops: false, [[Sample.tcp("dport", 22), .translate(target)]])
        ])
        let finding = try #require(try sample.finding("v", "s", 2222))
        #expect(finding.answer == .yes)
        #expect(finding.packets.contains { $0.contains("port 22,2222") }, "\(finding)")
    }

    @Test("a host that forwards and hides the sender makes a way")
    func forwarding() throws {
        var sample = try Sample()
        // Only s itself may come to v; s forwards from t, in its own name.
        sample.rules["v"] = Sample.ruleset([
            Sample.chain(
                "input",
                [
                    [Sample.established, Sample.accept],
                    [Sample.ip("saddr", "10.1.10.2"), Sample.tcp("dport", 22), Sample.accept],
                ]
            )
        ])
        sample.rules["s"] = Sample.ruleset([Sample.chain("forward", [])])
        #expect(try sample.answer("t", "v", 22) == .no)
        let disguise = TranslationTarget(
            .source,
            family: .ipv4,
            address: .constant(.ipv4(Self.address("10.1.10.2")...Self.address("10.1.10.2"))),
            port: nil
        )
        sample.rules["s"] = Sample.ruleset([
            Sample.chain(
                "forward",
                [[Sample.ip("saddr", "198.51.100.3"), Sample.accept], [Sample.established, Sample.accept]]
            ),
            Sample.chain("postrouting", type: "nat", drops: false, [[.translate(disguise)]]),
        ])
        let finding = try #require(try sample.finding("t", "v", 22))
        #expect(finding.answer == .maybe && finding.packets.allSatisfy { $0.hasSuffix(" over s") }, "\(finding)")
        #expect(try sample.answer("t", "v", 23) == .no)
        #expect(sample.reach.matrix().toAnyPort(from: 2, to: 0) == .maybe)
    }

    @Test(
        "words of the command line mean what the topology calls so",
        arguments: [
            ("any", "any"), ("stranger", "stranger"), ("v", "v"), ("cellar", "cellar"), ("default", "default"),
            ("10.0.0.0/8", "10.0.0.0/8"), ("2001:db8::1", "2001:db8::1/128"),
        ]
    )
    func parties(text: String, words: String) throws {
        let topology = try Sample().topology
        #expect(try #require(ReachParty(text, in: topology)).description == words)
        #expect(ReachParty("\(text)x", in: topology) == nil)
    }

    private static func address(_ text: String) -> IPv4Address {
        guard let address = IPv4Address(text) else { preconditionFailure("\(text) is no address") }
        return address
    }
}
