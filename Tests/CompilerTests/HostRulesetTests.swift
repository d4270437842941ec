import Addressing
import Nftables
import TestSupport
import Testing
import Topology

@testable import Compiler

@Suite struct HostRulesetTests {
    @Test(
        "every base chain drops and counts what no rule lets through; a public server lets out the rest",
        arguments: LinkTests.Sample.allCases
    )
    func dropsByDefault(sample: LinkTests.Sample) throws {
        for (host, ruleset) in try Self.rulesets(of: sample) {
            #expect(ruleset.chains.map(\.hook) == [.input, .forward, .output])
            for chain in ruleset.chains {
                #expect(chain.policy == .drop)
                let last = try #require(chain.rules.last)
                let isOpen = chain.hook == .output && host.role.isPublic
                #expect(last.matches.isEmpty && last.verdict == (isOpen ? .accept : .drop), "\(host.name)")
                #expect((last.counter != nil) == !isOpen, "\(host.name)")
            }
        }
    }

    @Test("every drop is counted, by a counter that the ruleset declares", arguments: LinkTests.Sample.allCases)
    func countsDrops(sample: LinkTests.Sample) throws {
        for (host, ruleset) in try Self.rulesets(of: sample) {
            let declared = Set(ruleset.counters)
            #expect(declared.count == ruleset.counters.count)
            for rule in ruleset.chains.flatMap(\.rules) where rule.text == nil {
                #expect(rule.verdict == .accept || rule.counter != nil, "\(host.name): \(rule)")
                #expect(rule.counter.map(declared.contains) ?? true, "\(host.name): \(rule)")
            }
            let used = Set(ruleset.chains.flatMap(\.rules).compactMap(\.counter))
            #expect(used == declared, "\(host.name) declares a counter that counts nothing")
        }
    }

    @Test("rules name only sets that the ruleset declares", arguments: LinkTests.Sample.allCases)
    func declaresSets(sample: LinkTests.Sample) throws {
        for (host, ruleset) in try Self.rulesets(of: sample) {
            let declared = ruleset.sets.map(\.name)
            let used = ruleset.chains.flatMap(\.rules).flatMap(\.matches).compactMap { match -> String? in
                switch match {
                case .sourceIn(let set), .destinationIn(let set), .tcpDestinationIn(let set), .ipv6SourceIn(let set),
                    .ipv6DestinationIn(let set), .connectionsOfSourceOver(_, let set),
                    .connectionsOfSourcePrefixOver(_, let set), .packetsPerMinuteOfSourceOver(_, let set):
                    set
                default: nil
                }
            }
            #expect(Set(used) == Set(declared), "\(host.name)")
            #expect(Set(declared).count == declared.count)
        }
    }

    @Test(
        "a validator lets in loopback, its own flows and administration, and nothing else",
        arguments: LinkTests.Sample.allCases
    )
    func validatorLetsNothingIn(sample: LinkTests.Sample) throws {
        for (host, ruleset) in try Self.rulesets(of: sample) where host.role == .validator {
            let accepts = ruleset.chains[0].rules.filter { $0.verdict == .accept }
            for rule in accepts {
                let isSafe =
                    rule.matches == [.inputInterface("lo")] || rule.matches == [.connectionState(.established)]
                    || rule.matches == [.icmp, .connectionState(.related)]
                    || rule.matches == [.sourceIn(set: "administration"), .tcpDestinationPort(22)]
                #expect(isSafe, "\(host.name) accepts \(rule.matches)")
            }
            let knock = ruleset.chains[0].rules.first { $0.matches == [.tcpDestinationPort(host.peerPort)] }
            #expect(knock?.verdict == .drop && knock?.counter == .peerPortKnocks)
        }
    }

    @Test(
        "a hidden host lets out its links and the egress that the file names, and nothing else that is new",
        arguments: LinkTests.Sample.allCases
    )
    func validatorIsConfined(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for (host, ruleset) in try Self.rulesets(of: sample) where host.role.isHidden {
            let accepts = ruleset.chains[2].rules.filter { $0.verdict == .accept }.map(\.matches)
            let egress: [[Rule.Match]] = host.firewall.egress.map { egress in
                [.destinationIn(set: "egress-\(egress.name)"), .tcpDestinationPort(egress.port)]
            }
            #expect(
                accepts == [
                    [.outputInterface("lo")], [.connectionState(.established)], [.tcpDestinationIn(set: "links")],
                ] + egress
            )
            let ends = topology.links.filter { $0.dialler == host.name }.map(\.endpoint).sorted()
            #expect(ruleset.sets.first == NamedSet("links", .endpoints(ends)))
        }
    }

    @Test(
        "a sentry opens its peer port to everybody, and lets out everything but what is private",
        arguments: [LinkTests.Sample.quickstart, .wide]
    )
    func sentryOpens(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for (host, ruleset) in try Self.rulesets(of: sample) where host.role == .sentry {
            let ports = ruleset.chains[0].rules.filter { $0.verdict == .accept }.flatMap(\.matches).compactMap {
                match in
                if case .tcpDestinationPort(let port) = match { port } else { nil as Port? }
            }
            let administration: [Port] = topology.administration.isEmpty ? [] : [22]
            let diallers: [Port] = topology.links(to: host.name).isEmpty ? [] : [host.peerPort]
            #expect(ports == administration + diallers + [host.peerPort])
            let privatePrefixes = topology.segments.filter { !$0.isPublic }.map(\.prefix)
                .sorted { $0.network < $1.network }
            #expect(ruleset.sets.contains(NamedSet("private-segments", .prefixes(privatePrefixes))))
            let outward = ruleset.chains[2].rules.suffix(2)
            #expect(outward.map(\.matches) == [[.destinationIn(set: "private-segments")], []])
            #expect(outward.map(\.verdict) == [.drop, .accept])
        }
    }

    @Test(
        "those that are meant to dial a public server come before strangers, and strangers get what they leave",
        arguments: LinkTests.Sample.allCases
    )
    func ownDiallersComeFirst(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for (host, ruleset) in try Self.rulesets(of: sample) where host.role.isPublic {
            let sources = Set(topology.links(to: host.name).map(\.source)).sorted()
            let rules = ruleset.chains[0].rules
            let strangers = try #require(rules.firstIndex { $0.counter == .strangersRefused })
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
        for (host, ruleset) in try Self.rulesets(of: .full) where host.role.isPublic {
            let refusing = ruleset.chains[0].rules.filter { $0.counter == .strangersRefused }.map { $0.matches[1] }
            let learned = ruleset.sets.filter { if case .learned = $0.elements { true } else { false } }.map(\.name)
            if host.name.rawValue == "n-s-1" {
                let sets = ["strangers-new", "strangers-per-source", "strangers-per-prefix"]
                #expect(
                    refusing == [
                        .packetsPerMinuteOfSourceOver(30, set: sets[0]), .connectionsOfSourceOver(4, set: sets[1]),
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
        let (host, ruleset) = try #require(try Self.rulesets(of: .full).first { $0.0.role == .relay })
        let port = Rule.Match.tcpDestinationPort(host.peerPort)
        let toPort = ruleset.chains[0].rules.filter { $0.matches.contains(port) }
        #expect(toPort.map(\.matches) == [[.sourceIn(set: "own-diallers"), port], [port]])
        #expect(toPort.map(\.verdict) == [.accept, .drop])
        #expect(toPort.map(\.counter) == [nil, .peerPortKnocks])
        let validator = try #require(IPv4Address("10.1.10.51"))
        #expect(ruleset.sets.contains(NamedSet("own-diallers", .addresses([validator]))))
        #expect(ruleset.chains[2].rules.last?.verdict == .drop)
        #expect(!ruleset.counters.contains(.strangersRefused))
    }

    @Test("IPv6 sources and destinations of the file are let through before IPv6 is dropped, with what they need")
    func opensIPv6() throws {
        let (_, ruleset) = try #require(try Self.rulesets(of: .full).first { $0.0.name.rawValue == "n-s-1" })
        for (chain, expected) in [
            (
                0,
                ["ip6 saddr @administration-6 tcp dport 2222 accept", "ip6 saddr @monitoring-6 tcp dport 9100 accept"]
            ),
            (2, ["ip6 daddr @egress-ntp-6 udp dport 123 accept"]),
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
            for line in expected + ["ct state established accept", "nd-neighbor-solicit"] {
                #expect(text.contains(line), "\(text)")
            }
        }
    }

    @Test("sources that another one covers are left out of their set, because nft refuses intervals that overlap")
    func dropsCovered() throws {
        let (_, ruleset) = try #require(try Self.rulesets(of: .full).first { $0.0.name.rawValue == "n-s-1" })
        let prefix = try #require(IPv4Prefix("10.2.0.0/24"))
        #expect(ruleset.sets.contains(NamedSet("monitoring", .prefixes([prefix]))))
    }

    @Test("rules of the user's own stand at their point, word for word, with the place that they come from")
    func addsExtraRules() throws {
        let (_, ruleset) = try #require(try Self.rulesets(of: .full).first { $0.0.name.rawValue == "n-s-1" })
        let texts = ruleset.chains.map { chain in chain.rules.compactMap(\.text) }
        #expect(
            texts == [
                ["ip saddr 10.2.0.9 tcp dport 9200 accept"], ["ip saddr 10.2.0.9 counter drop"],
                ["ip daddr 10.2.0.9 accept comment \"backup\""],
            ]
        )
        #expect(ruleset.description.contains("\t\t# from file.yaml:24\n\t\tip saddr 10.2.0.9 tcp dport 9200 accept\n"))
        for chain in ruleset.chains {
            let extra = try #require(chain.rules.firstIndex { $0.text != nil })
            let drop = try #require(chain.rules.lastIndex { $0.counter != nil })
            #expect(extra < drop)
        }
    }

    @Test("administration sources are in a set of their own on the host that they administer, and nowhere else")
    func administers() throws {
        let prefixes = try ["192.0.2.0/28", "198.51.100.200/32"].map { try #require(IPv4Prefix($0)) }
        for (_, ruleset) in try Self.rulesets(of: .wide) {
            #expect(ruleset.sets.last == NamedSet("administration", .prefixes(prefixes)))
        }
        for (_, ruleset) in try Self.rulesets(of: .quickstart) {
            #expect(!ruleset.description.contains("administration"))
            #expect(!ruleset.description.contains("dport 22"))
        }
        for (host, ruleset) in try Self.rulesets(of: .full) {
            let administers = !host.firewall.administration.isEmpty
            #expect(ruleset.description.contains("administration") == administers, "\(host.name)")
        }
    }

    @Test(
        "IPv6 is dropped before anything is accepted, loopback aside",
        arguments: [LinkTests.Sample.quickstart, .wide]
    )
    func closesIPv6(sample: LinkTests.Sample) throws {
        for (host, ruleset) in try Self.rulesets(of: sample) {
            for chain in ruleset.chains where chain.hook != .forward {
                let ipv6 = try #require(chain.rules.firstIndex { $0.matches == [.ipv6] && $0.verdict == .drop })
                #expect(ipv6 == 1 && chain.rules[0].matches.count == 1, "\(host.name)")
                #expect(
                    chain.rules[0].matches[0] == (chain.hook == .input ? .inputInterface("lo") : .outputInterface("lo"))
                )
            }
        }
    }

    @Test("comments fit nft: at most 128 bytes, no double quote", arguments: LinkTests.Sample.allCases)
    func commentsFit(sample: LinkTests.Sample) throws {
        for (_, ruleset) in try Self.rulesets(of: sample) {
            for comment in ruleset.chains.flatMap(\.rules).compactMap(\.comment) {
                #expect(comment.utf8.count <= 128 && !comment.contains("\""))
            }
        }
    }

    @Test("a file never flushes the whole ruleset and touches no table but ours", arguments: LinkTests.Sample.allCases)
    func leavesOthersAlone(sample: LinkTests.Sample) throws {
        for (_, ruleset) in try Self.rulesets(of: sample) {
            let lines = ruleset.description.split(separator: "\n").filter { !$0.hasPrefix("#") }
            #expect(!lines.contains { $0.contains("flush") })
            let tables = lines.filter { $0.contains("table") && !$0.contains("\t") }
            #expect(tables == ["table inet picket", "delete table inet picket", "table inet picket {"])
        }
    }

    private static func rulesets(of sample: LinkTests.Sample) throws -> [(Host, Ruleset)] {
        let topology = try sample.read()
        let prefixes = HostRuleset.privatePrefixes(of: topology)
        return topology.hosts.filter(\.role.isOurs).map { host in
            (host, HostRuleset(host, in: topology, privatePrefixes: prefixes, source: "file.yaml").ruleset)
        }
    }
}
