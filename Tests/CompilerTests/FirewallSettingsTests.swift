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
            let rules = ruleset["input"].rules
            let strangers = try #require(rules.lastIndex { $0.verdict == .goto(chain: "strangers") })
            let own = rules.firstIndex { $0.matches.first == .sourceIn(set: "own-diallers") }
            if sources.isEmpty {
                #expect(own == nil && !ruleset.main.sets.contains { $0.name == "own-diallers" })
            } else {
                #expect(ruleset.main.sets.contains(NamedSet("own-diallers", .addresses(sources))))
                #expect(try #require(own) < strangers)
            }
            let budget = SlotBudget(of: host, in: topology)
            let total = host.firewall.ceilings.total ?? budget.inbound - topology.links(to: host.name).count
            #expect(total >= 11)
            #expect(rules[strangers].matches == [.tcpDestinationPort(host.peerPort)])
            #expect(ruleset["strangers"].rules.last?.verdict == .accept, "\(host.name)")
            try self.expectCeiling(total, of: ruleset, host)
        }
    }

    /// Behind the other table nothing of strangers passes without a slot: all but the host itself and own diallers.
    private func expectCeiling(_ total: Int, of ruleset: Ruleset, _ host: Host) throws {
        let slots = try #require(ruleset.slots)
        let set = "slots-\(total)"
        #expect(slots.chains.map(\.name) == ["input", "strangers", "output", "answers"])
        #expect(slots.chains[0].base == Chain.Base(.input, priority: .behindFilter, policy: .accept))
        #expect(slots.chains[2].base == Chain.Base(.output, priority: .behindFilter, policy: .accept))
        #expect(slots.sets[0] == NamedSet(set, .learned(.init(.connection, size: total, .byRule))))
        let own = ruleset.main.sets.filter { $0.name == "own-diallers" }
        #expect(slots.sets.filter { $0.name == "own-diallers" } == own)
        let port = Rule.Match.tcpDestinationPort(host.peerPort)
        let rules = slots.chains.map { $0.rules.map(\.matches) }
        let completed: [Rule.Match] = [.outputInterface("lo"), .sourceNotIn(set: "own-addresses"), port]
        let toOwn: [[Rule.Match]] = own.isEmpty ? [] : [[.destinationIn(set: "own-diallers")]]
        #expect(
            rules[0]
                == [[.inputInterface("lo")]] + (own.isEmpty ? [] : [[.sourceIn(set: "own-diallers"), port]]) + [[port]]
        )
        #expect(
            rules[2]
                == (host.firewall.proxiesOpenings ? [completed] : []) + [[.outputInterface("lo")]] + toOwn
                + [[.tcpSourcePort(host.peerPort)]]
        )
        #expect(slots.chains[0].rules.last?.verdict == .goto(chain: "strangers"))
        #expect(slots.chains[2].rules.last?.verdict == .goto(chain: "answers"))
        let closing = Rule.Match.connectionIn(set: "closed", .fromPeer)
        let kept = Rule.Match.connectionKept(seconds: 130, set: set, .fromPeer)
        #expect(
            rules[1].prefix(5) == [
                [.tcpFlags([.rst])], [.tcpContinuing, closing], [.tcpOpening, closing, kept],
                [.tcpOpening, .connectionAdded(seconds: 10, set: set, .fromPeer)], [kept],
            ]
        )
        #expect(slots.chains[1].rules.last?.verdict == .drop)
        #expect(
            rules[3] == [
                [.tcpFlags([.fin]), .connectionKept(seconds: 30, set: "closed", .toPeer)],
                [.tcpFlags([.fin]), .connectionKept(seconds: 1, set: set, .toPeer)], [.tcpFlags([.fin, .syn, .rst])],
                [.connectionIn(set: "closed", .toPeer)], [.connectionKept(seconds: 130, set: set, .toPeer)], [.tcp], [],
            ]
        )
        #expect(slots.chains[3].rules.map(\.verdict) == [nil, .accept, .accept, .accept, .accept, .reset, .drop])
    }

    @Test("ceilings for an address, a /24 and new connections are there only if the file gives them")
    func ceilings() throws {
        for (host, ruleset) in try HostRulesetTests.rulesets(of: .full) where host.role.isPublic {
            let refusing = ruleset["strangers"].rules.filter { $0.counter == .named(.strangersRefused) }.map {
                $0.matches[0]
            }
            let learned = ruleset.main.sets.filter { if case .learned = $0.elements { true } else { false } }.map(
                \.name
            )
            .filter { $0 != "neighbours" }
            if host.name.rawValue == "n-s-1" {
                let sets = ["strangers-new", "strangers-per-source", "strangers-per-prefix"]
                #expect(
                    refusing == [
                        .packetsOfSourceOver(Rule.Rate(30, per: .minute, burst: 30), set: sets[0]),
                        .connectionsOfSourceOver(4, set: sets[1]),
                        .connectionsOfSourcePrefixOver(16, set: sets[2]),
                    ]
                )
                #expect(learned == sets)
            } else {
                #expect(refusing.isEmpty && learned == [], "\(host.name)")
            }
        }
    }

    @Test("a relay lets in those that are meant to dial it, counts everybody else who tries, and is confined")
    func relay() throws {
        let (host, ruleset) = try #require(try HostRulesetTests.rulesets(of: .full).first { $0.0.role == .relay })
        let port = Rule.Match.tcpDestinationPort(host.peerPort)
        let toPort = ruleset["input"].rules.filter { $0.matches.contains(port) && $0.logPrefix == nil }
        #expect(toPort.map(\.matches) == [[.sourceIn(set: "own-diallers"), port], [port]])
        #expect(toPort.map(\.verdict) == [.accept, .drop])
        #expect(toPort.map(\.counter) == [.anonymous, .named(.peerPortKnocks)])
        let validator = try #require(IPv4Address("10.1.10.51"))
        #expect(ruleset.main.sets.contains(NamedSet("own-diallers", .addresses([validator]))))
        #expect(ruleset["output"].rules.last?.verdict == .reject)
        #expect(!ruleset.main.counters.contains(.strangersRefused))
    }

    @Test("IPv6 sources and destinations of the file are let through before IPv6 is dropped, with what they need")
    func opensIPv6() throws {
        let (_, ruleset) = try #require(
            try HostRulesetTests.rulesets(of: .full).first { $0.0.name.rawValue == "n-s-1" }
        )
        for (chain, expected) in [
            (
                "input",
                [
                    "ip6 saddr @administration-6 tcp dport 2222 counter accept",
                    "ip6 saddr @monitoring-6 tcp dport 9100 counter accept",
                ]
            ),
            ("output", ["ip6 daddr @egress-ntp-6 udp dport 123 counter accept"]),
        ] {
            let rules = ruleset[chain].rules
            let drop = try #require(rules.firstIndex { $0.matches == [.ipv6] && $0.verdict == .drop })
            let text = Ruleset(
                header: [],
                main: Table(
                    counters: [],
                    sets: [],
                    chains: [
                        Chain(.input, policy: .drop, rules: Array(rules[..<drop]))
                    ]
                )
            ).description
            for line in expected + ["ct state established counter accept", "nd-neighbor-solicit"] {
                #expect(text.contains(line), "\(text)")
            }
        }
    }

    @Test("a SYN proxy stands between strangers and the ceilings, and own diallers and private segments go past it")
    func proxies() throws {
        for (host, ruleset) in try HostRulesetTests.rulesets(of: .full) where host.role.isPublic {
            let input = ruleset["input"].rules
            let proxy = input.firstIndex { if case .synproxy = $0.verdict { true } else { false } }
            guard host.name.rawValue == "s-hub" else {
                #expect(proxy == nil && ruleset.main.chains[0].name == "input", "\(host.name)")
                continue
            }
            let strangers: [Rule.Match] = [
                .sourceNotIn(set: "own-diallers"), .sourceNotIn(set: "private-segments"),
                .tcpDestinationPort(host.peerPort),
            ]
            let proxied = try #require(proxy)
            #expect(input[proxied].matches == strangers + [.connectionStates([.invalid, .new, .untracked])])
            let invalid = try #require(input.firstIndex { $0.matches == [.connectionState(.invalid)] })
            #expect(proxied < invalid)
            #expect(ruleset.main.chains[0].base == Chain.Base(.prerouting, priority: .raw, policy: .accept))
            #expect(ruleset.main.chains[0].rules.map(\.matches) == [strangers + [.tcpOpening]])
            // What comes back from the proxy must not pass as the host's own.
            #expect(input[0].verdict == .goto(chain: "strangers"))
            #expect(input[0].matches.starts(with: [.inputInterface("lo"), .sourceNotIn(set: "own-addresses")]))
        }
    }

    @Test("logs, and what holds for private segments, can be switched off")
    func switchesOff() throws {
        let text = """
            picket: 1
            network: off
            segments:
              internet: { public: true, cidr: 198.51.100.0/24 }
              backbone: { cidr: 10.1.10.0/24 }
            firewall: { log: { per_minute: 0 }, anti_spoofing: false }
            hosts:
              v: { role: validator, backbone: 10.1.10.51 }
              s: { role: sentry, backbone: 10.1.10.61, internet: 198.51.100.11, firewall: { log: { per_minute: 3 } } }

            """
        let topology = try SampleTopology.read(text, name: "off.yaml")
        let prefixes = HostRuleset.privatePrefixes(of: topology)
        for host in topology.hosts {
            let ruleset = HostRuleset(host, in: topology, privatePrefixes: prefixes, source: "off.yaml").ruleset
            let rules = ruleset.main.chains.flatMap(\.rules)
            let logs = rules.filter { $0.logPrefix != nil }
            #expect(logs.isEmpty == host.role.isHidden)
            #expect(logs.allSatisfy { $0.matches.last == .packetsWithin(Rule.Rate(3, per: .minute)) })
            #expect(!rules.contains { $0.matches.contains(.reversePathMissing) })
            #expect(rules.contains { $0.matches == [.sourceIn(set: "own-addresses")] })
            #expect(ruleset.main.sets.contains { $0.name == "private-segments" } == host.role.isPublic)
        }
    }

    @Test("each point for rules of the user's own is where the language says")
    func placesExtraRules() throws {
        let points = FirewallSettings.ExtraRule.Point.allCases
        let rules = points.map { "\($0.rawValue): ['counter comment \"\($0.rawValue)\"']" }.joined(separator: ", ")
        let text = """
            picket: 1
            network: points
            segments:
              internet: { public: true, cidr: 198.51.100.0/24 }
              backbone: { cidr: 10.1.10.0/24 }
            firewall:
              administration: [203.0.113.0/24]
              monitoring: { from: [203.0.113.9], port: 9100 }
              rules: { \(rules) }
            hosts:
              v: { role: validator, backbone: 10.1.10.51 }
              s: { role: sentry, backbone: 10.1.10.61, internet: 198.51.100.11 }

            """
        let topology = try SampleTopology.read(text, name: "points.yaml")
        let prefixes = HostRuleset.privatePrefixes(of: topology)
        for host in topology.hosts {
            let ruleset = HostRuleset(host, in: topology, privatePrefixes: prefixes, source: "points.yaml").ruleset
            func place(_ point: FirewallSettings.ExtraRule.Point, in chain: String) throws -> Int {
                try #require(ruleset[chain].rules.firstIndex { $0.text == "counter comment \"\(point.rawValue)\"" })
            }
            func first(_ chain: String, _ match: Rule.Match) throws -> Int {
                try #require(ruleset[chain].rules.firstIndex { $0.matches.first == match })
            }
            let port = Rule.Match.tcpDestinationPort(host.peerPort)
            #expect(try place(.inputFirst, in: "input") == first("input", .sourceIn(set: "administration")) + 1)
            #expect(try place(.input, in: "input") == first("input", .sourceIn(set: "monitoring")) + 1)
            #expect(try place(.input, in: "input") < first("input", port))
            #expect(try place(.inputLast, in: "input") == ruleset["input"].rules.count - 3)
            #expect(try place(.forward, in: "forward") == 0)
            #expect(try place(.outputFirst, in: "output") == 1)
            #expect(try place(.output, in: "output") == first("output", .tcpDestinationIn(set: "links")) + 1)
            let verdicts = ruleset["output"].rules.count - (host.role.isHidden ? 3 : 2)
            #expect(try place(.outputLast, in: "output") == verdicts)
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
        let texts = ruleset.main.chains.map { chain in chain.rules.compactMap(\.text) }
        #expect(
            texts == [
                ["ip saddr 10.2.0.9 tcp dport 9200 accept"], [],
                ["ip saddr 10.2.0.9 counter drop"],
                ["ip daddr 10.2.0.9 accept comment \"backup\""],
            ]
        )
        #expect(
            ruleset.description.contains(
                "\t\t# from file.yaml:\(try FullTopology.line(of: "input: ["))\n\t\tip saddr 10.2.0.9 tcp dport 9200 accept\n"
            )
        )
        for chain in ruleset.main.chains where chain.base != nil {
            let extra = try #require(chain.rules.firstIndex { $0.text != nil })
            let drop = try #require(chain.rules.lastIndex { if case .named = $0.counter { true } else { false } })
            #expect(extra < drop)
        }
    }

    @Test("administration sources are in a set of their own on the host that they administer, and nowhere else")
    func administers() throws {
        let prefixes = try ["192.0.2.0/28", "198.51.100.200/32"].map { try #require(IPv4Prefix($0)) }
        for (_, ruleset) in try HostRulesetTests.rulesets(of: .wide) {
            #expect(ruleset.main.sets.last == NamedSet("administration", .prefixes(prefixes)))
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
