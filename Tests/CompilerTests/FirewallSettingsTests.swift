import Addressing
import Nftables
import TestSupport
import Testing
import Topology

@testable import Compiler

/// What the topology says beyond links: ceilings, administration, monitoring, egress and rules of the user's own.
@Suite struct FirewallSettingsTests {
    @Test(
        "those that are meant to dial a public server come before strangers, and strangers get what they leave",
        arguments: LinkTests.Sample.allCases
    )
    func ownDiallersComeFirst(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for (host, ruleset) in try HostRulesetTests.rulesets(of: sample) where host.role.isPublic {
            let sources = Set(topology.links(to: host.name).map(\.source)).sorted()
            let rules = ruleset.chains[0].rules
            let strangers = try #require(rules.firstIndex { $0.counter == .named(.strangersRefused) })
            let own = rules.firstIndex { $0.matches.first == .sourceIn(set: "own-diallers") }
            if sources.isEmpty {
                #expect(own == nil && !ruleset.sets.contains { $0.name == "own-diallers" })
            } else {
                #expect(ruleset.sets.contains(NamedSet("own-diallers", .addresses(sources))))
                #expect(try #require(own) < strangers)
            }
            let budget = SlotBudget(of: host, in: topology)
            let total = host.firewall.ceilings.total ?? budget.inbound - topology.links(to: host.name).count
            #expect(total >= 11)
            let port = Rule.Match.tcpDestinationPort(host.peerPort)
            let last = rules.suffix(3).map { $0.matches }
            #expect(last == [[port, .connectionsOver(total)], [port], []], "\(host.name)")
        }
    }

    @Test("ceilings for an address, a /24 and new connections are there only if the file gives them")
    func ceilings() throws {
        for (host, ruleset) in try HostRulesetTests.rulesets(of: .full) where host.role.isPublic {
            let refusing = ruleset.chains[0].rules.filter { $0.counter == .named(.strangersRefused) }.map {
                $0.matches[1]
            }
            let learned = ruleset.sets.filter { if case .learned = $0.elements { true } else { false } }.map(\.name)
            if host.name.rawValue == "n-s-1" {
                let sets = ["strangers-new", "strangers-per-source", "strangers-per-prefix"]
                #expect(
                    refusing == [
                        .packetsOfSourceOver(Rule.Rate(30, per: .minute, burst: 30), set: sets[0]),
                        .connectionsOfSourceOver(4, set: sets[1]),
                        .connectionsOfSourcePrefixOver(16, set: sets[2]), .connectionsOver(200),
                    ]
                )
                #expect(learned == sets)
            } else {
                #expect(refusing.count == 1 && learned == [], "\(host.name)")
            }
        }
    }

    @Test("a relay lets in those that are meant to dial it, counts everybody else who tries, and is confined")
    func relay() throws {
        let (host, ruleset) = try #require(try HostRulesetTests.rulesets(of: .full).first { $0.0.role == .relay })
        let port = Rule.Match.tcpDestinationPort(host.peerPort)
        let toPort = ruleset.chains[0].rules.filter { $0.matches.contains(port) }
        #expect(toPort.map(\.matches) == [[.sourceIn(set: "own-diallers"), port], [port]])
        #expect(toPort.map(\.verdict) == [.accept, .drop])
        #expect(toPort.map(\.counter) == [.anonymous, .named(.peerPortKnocks)])
        let validator = try #require(IPv4Address("10.1.10.51"))
        #expect(ruleset.sets.contains(NamedSet("own-diallers", .addresses([validator]))))
        #expect(ruleset.chains[2].rules.last?.verdict == .drop)
        #expect(!ruleset.counters.contains(.strangersRefused))
    }

    @Test("IPv6 sources and destinations of the file are let through before IPv6 is dropped, with what they need")
    func opensIPv6() throws {
        let (_, ruleset) = try #require(
            try HostRulesetTests.rulesets(of: .full).first { $0.0.name.rawValue == "n-s-1" }
        )
        for (chain, expected) in [
            (
                0,
                [
                    "ip6 saddr @administration-6 tcp dport 2222 counter accept",
                    "ip6 saddr @monitoring-6 tcp dport 9100 counter accept",
                ]
            ),
            (2, ["ip6 daddr @egress-ntp-6 udp dport 123 counter accept"]),
        ] {
            let rules = ruleset.chains[chain].rules
            let drop = try #require(rules.firstIndex { $0.matches == [.ipv6] && $0.verdict == .drop })
            let text = Ruleset(
                header: [],
                counters: [],
                sets: [],
                chains: [
                    Chain(.input, policy: .drop, rules: Array(rules[..<drop]))
                ]
            ).description
            for line in expected + ["ct state established counter accept", "nd-neighbor-solicit"] {
                #expect(text.contains(line), "\(text)")
            }
        }
    }

    @Test("prefixes that another one covers are left out of a set, because nft refuses intervals that overlap")
    func dropsCovered() throws {
        let reason = Reason(.monitoring)
        let prefixes = try ["10.2.0.9/32", "10.2.0.0/24", "10.3.0.0/24", "10.2.0.0/24"].map { text in
            (try #require(IPv4Prefix(text)), reason)
        }
        let set = ExplainedSet.prefixes("s", prefixes, reason)
        #expect(set.set == NamedSet("s", .prefixes([prefixes[1].0, prefixes[2].0])))
        #expect(set.elements.count == 2)
    }

    @Test("rules of the user's own stand at their point, word for word, with the place that they come from")
    func addsExtraRules() throws {
        let (_, ruleset) = try #require(
            try HostRulesetTests.rulesets(of: .full).first { $0.0.name.rawValue == "n-s-1" }
        )
        let texts = ruleset.chains.map { chain in chain.rules.compactMap(\.text) }
        #expect(
            texts == [
                ["ip saddr 10.2.0.9 tcp dport 9200 accept"], ["ip saddr 10.2.0.9 counter drop"],
                ["ip daddr 10.2.0.9 accept comment \"backup\""],
            ]
        )
        #expect(
            ruleset.description.contains(
                "\t\t# from file.yaml:\(try FullTopology.line(of: "input: ["))\n\t\tip saddr 10.2.0.9 tcp dport 9200 accept\n"
            )
        )
        for chain in ruleset.chains {
            let extra = try #require(chain.rules.firstIndex { $0.text != nil })
            let drop = try #require(chain.rules.lastIndex { if case .named = $0.counter { true } else { false } })
            #expect(extra < drop)
        }
    }

    @Test("administration sources are in a set of their own on the host that they administer, and nowhere else")
    func administers() throws {
        let prefixes = try ["192.0.2.0/28", "198.51.100.200/32"].map { try #require(IPv4Prefix($0)) }
        for (_, ruleset) in try HostRulesetTests.rulesets(of: .wide) {
            #expect(ruleset.sets.last == NamedSet("administration", .prefixes(prefixes)))
        }
        for (_, ruleset) in try HostRulesetTests.rulesets(of: .quickstart) {
            #expect(!ruleset.description.contains("administration"))
            #expect(!ruleset.description.contains("dport 22"))
        }
        for (host, ruleset) in try HostRulesetTests.rulesets(of: .full) {
            let administers = !host.firewall.administration.isEmpty
            #expect(ruleset.description.contains("administration") == administers, "\(host.name)")
        }
    }
}
