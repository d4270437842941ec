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
            #expect(ruleset.chains.map(\.base?.hook) == [.input, .forward, .output])
            for chain in ruleset.chains {
                #expect(chain.base?.policy == .drop)
                let last = try #require(chain.rules.last)
                let isOpen = chain.base?.hook == .output && host.role.isPublic
                #expect(last.matches.isEmpty && last.verdict == (isOpen ? .accept : .drop), "\(host.name)")
                #expect(last.counter != nil, "\(host.name)")
            }
        }
    }

    @Test(
        "every verdict is counted, each drop by a counter that the ruleset declares",
        arguments: LinkTests.Sample.allCases
    )
    func countsDrops(sample: LinkTests.Sample) throws {
        for (host, ruleset) in try Self.rulesets(of: sample) {
            let declared = Set(ruleset.counters)
            #expect(declared.count == ruleset.counters.count)
            for rule in ruleset.chains.flatMap(\.rules) where rule.text == nil {
                switch rule.counter {
                case .named(let name): #expect(declared.contains(name), "\(host.name): \(rule)")
                case .anonymous: #expect(rule.verdict == .accept, "\(host.name): \(rule)")
                case nil: Issue.record("\(host.name): \(rule)")
                }
            }
            let used = Set(
                ruleset.chains.flatMap(\.rules).compactMap { rule in
                    if case .named(let name) = rule.counter { name } else { nil as CounterName? }
                }
            )
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
                    .connectionsOfSourcePrefixOver(_, let set), .packetsOfSourceOver(_, let set):
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
            #expect(knock?.verdict == .drop && knock?.counter == .named(.peerPortKnocks))
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
        "IPv6 is dropped before anything is accepted, loopback aside",
        arguments: [LinkTests.Sample.quickstart, .wide]
    )
    func closesIPv6(sample: LinkTests.Sample) throws {
        for (host, ruleset) in try Self.rulesets(of: sample) {
            for chain in ruleset.chains where chain.base?.hook != .forward {
                let ipv6 = try #require(chain.rules.firstIndex { $0.matches == [.ipv6] && $0.verdict == .drop })
                #expect(ipv6 == 1 && chain.rules[0].matches.count == 1, "\(host.name)")
                #expect(
                    chain.rules[0].matches[0]
                        == (chain.base?.hook == .input ? .inputInterface("lo") : .outputInterface("lo"))
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

    static func rulesets(of sample: LinkTests.Sample) throws -> [(Host, Ruleset)] {
        let topology = try sample.read()
        let prefixes = HostRuleset.privatePrefixes(of: topology)
        return topology.hosts.filter(\.role.isOurs).map { host in
            (host, HostRuleset(host, in: topology, privatePrefixes: prefixes, source: "file.yaml").ruleset)
        }
    }
}
