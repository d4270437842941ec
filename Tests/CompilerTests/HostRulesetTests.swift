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
            let chains =
                host.role.isPublic ? ["input", "strangers", "forward", "output"] : ["input", "forward", "output"]
            #expect(ruleset.main.chains.map(\.name).filter { $0 != "prerouting" } == chains)
            for chain in ruleset.main.chains where chain.base != nil && chain.name != "prerouting" {
                #expect(chain.base?.policy == .drop)
                let last = try #require(chain.rules.last)
                let isOpen = chain.base?.hook == .output && host.role.isPublic
                let closed: Rule.Verdict = chain.base?.hook == .output ? .reject : .drop
                #expect(last.matches.isEmpty && last.verdict == (isOpen ? .accept : closed), "\(host.name)")
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
            let declared = Set(ruleset.main.counters)
            #expect(declared.count == ruleset.main.counters.count)
            for rule in ruleset.main.chains.flatMap(\.rules) where rule.decides {
                switch rule.counter {
                case .named(let name): #expect(declared.contains(name), "\(host.name): \(rule)")
                case .anonymous: #expect(rule.verdict == .accept, "\(host.name): \(rule)")
                case nil: Issue.record("\(host.name): \(rule)")
                }
            }
            let used = Set(
                ruleset.main.chains.flatMap(\.rules).compactMap { rule in
                    if case .named(let name) = rule.counter { name } else { nil as CounterName? }
                }
            )
            #expect(used == declared, "\(host.name) declares a counter that counts nothing")
        }
    }

    @Test("rules name only sets that the ruleset declares", arguments: LinkTests.Sample.allCases)
    func declaresSets(sample: LinkTests.Sample) throws {
        for (host, ruleset) in try Self.rulesets(of: sample) {
            let declared = ruleset.main.sets.map(\.name)
            let used = ruleset.main.chains.flatMap(\.rules).flatMap(\.matches).compactMap { match -> String? in
                switch match {
                case .sourceIn(let set), .sourceNotIn(let set), .packetsOfIPv6SourceOver(_, let set),
                    .destinationIn(let set), .tcpDestinationIn(let set), .ipv6SourceIn(let set),
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
            let accepts = ruleset["input"].rules.filter { $0.verdict == .accept }
            for rule in accepts {
                let isSafe =
                    rule.matches == [.inputInterface("lo")] || rule.matches == [.connectionState(.established)]
                    || rule.matches == [.icmp, .connectionState(.related)]
                    || rule.matches == [.sourceIn(set: "administration"), .tcpDestinationPort(22)]
                #expect(isSafe, "\(host.name) accepts \(rule.matches)")
            }
            let knock = ruleset["input"].rules.first { $0.matches == [.tcpDestinationPort(host.peerPort)] }
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
            let accepts = ruleset["output"].rules.filter { $0.verdict == .accept }.map(\.matches)
            let egress: [[Rule.Match]] = host.firewall.egress.map { egress in
                [.destinationIn(set: "egress-\(egress.name)"), .tcpDestinationPort(egress.port)]
            }
            #expect(
                accepts == [
                    [.outputInterface("lo")], [.connectionState(.established)], [.tcpDestinationIn(set: "links")],
                ] + egress
            )
            let ends = topology.links.filter { $0.dialler == host.name }.map(\.endpoint).sorted()
            #expect(ruleset.main.sets.first == NamedSet("links", .endpoints(ends)))
        }
    }

    @Test(
        "a sentry opens its peer port to everybody, and lets out everything but what is private",
        arguments: [LinkTests.Sample.quickstart, .wide]
    )
    func sentryOpens(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for (host, ruleset) in try Self.rulesets(of: sample) where host.role == .sentry {
            let ports = ruleset["input"].rules.filter { $0.verdict != .drop }.flatMap(\.matches).compactMap {
                match in
                if case .tcpDestinationPort(let port) = match { port } else { nil as Port? }
            }
            let administration: [Port] = topology.administration.isEmpty ? [] : [22]
            let diallers: [Port] = topology.links(to: host.name).isEmpty ? [] : [host.peerPort]
            #expect(ports == administration + diallers + [host.peerPort])
            #expect(
                ruleset["strangers"].rules.last?.matches == [] && ruleset["strangers"].rules.last?.verdict == .accept
            )
            let privatePrefixes = topology.segments.filter { !$0.isPublic }.map(\.prefix)
                .sorted { $0.network < $1.network }
            #expect(ruleset.main.sets.contains(NamedSet("private-segments", .prefixes(privatePrefixes))))
            let outward = ruleset["output"].rules.filter(\.decides).suffix(2)
            #expect(outward.map(\.matches) == [[.destinationIn(set: "private-segments")], []])
            #expect(outward.map(\.verdict) == [.drop, .accept])
        }
    }

    @Test(
        "IPv6 is dropped before anything is accepted, loopback and administration aside",
        arguments: [LinkTests.Sample.quickstart, .wide]
    )
    func closesIPv6(sample: LinkTests.Sample) throws {
        for (host, ruleset) in try Self.rulesets(of: sample) {
            for chain in ["input", "output"].map({ ruleset[$0] }) {
                let ipv6 = try #require(chain.rules.firstIndex { $0.matches == [.ipv6] && $0.verdict == .drop })
                let accepts = chain.rules[..<ipv6].filter { $0.verdict == .accept }.map(\.matches)
                let loopback: Rule.Match = chain.name == "input" ? .inputInterface("lo") : .outputInterface("lo")
                #expect(accepts.first == [loopback], "\(host.name)")
                #expect(accepts.dropFirst().allSatisfy { $0[0] == .sourceIn(set: "administration") }, "\(host.name)")
            }
        }
    }

    @Test(
        "administration comes before every rule that drops, limits or asks for a state",
        arguments: LinkTests.Sample.allCases
    )
    func neverLocksOut(sample: LinkTests.Sample) throws {
        var administered = 0
        for (host, ruleset) in try Self.rulesets(of: sample) where !host.firewall.administration.isEmpty {
            let rules = ruleset["input"].rules
            let port = Rule.Match.tcpDestinationPort(Compilation.administrationPort(of: host))
            for source in [Rule.Match.sourceIn(set: "administration"), .ipv6SourceIn(set: "administration-6")] {
                let accept = rules.firstIndex { $0.matches == [source, port] && $0.verdict == .accept }
                let declared = ruleset.main.sets.contains {
                    source == .sourceIn(set: $0.name) || source == .ipv6SourceIn(set: $0.name)
                }
                #expect((accept != nil) == declared, "\(host.name)")
                guard let accept else { continue }
                administered += 1
                #expect(rules[..<accept].allSatisfy { $0.verdict == .accept }, "\(host.name)")
            }
        }
        #expect(sample == .quickstart || administered > 0)
    }

    @Test("what is spoofed or invalid is dropped before established flows are let in, and logged only if spoofed")
    func dropsSpoofed() throws {
        for (host, ruleset) in try LinkTests.Sample.allCases.flatMap(Self.rulesets(of:)) {
            let rules = ruleset["input"].rules
            let established = try #require(rules.firstIndex { $0.matches == [.connectionState(.established)] })
            let counters = rules[..<established].compactMap(\.counter)
            #expect(counters.contains(.named(.invalidDropped)), "\(host.name)")
            let spoofed = rules[..<established].filter { $0.counter == .named(.spoofedDropped) }.map(\.matches)
            #expect(
                spoofed == [
                    [.sourceIn(set: "own-addresses")], [.sourceIn(set: "private-segments"), .reversePathMissing],
                ],
                "\(host.name)"
            )
            let own = try #require(ruleset.main.sets.first { $0.name == "own-addresses" })
            guard case .prefixes(let prefixes) = own.elements else {
                Issue.record("\(host.name): own-addresses holds no prefixes")
                continue
            }
            #expect(host.attachments.allSatisfy { host in prefixes.contains { $0.contains(host.address) } })
            #expect(prefixes.count == host.attachments.count + 1)
        }
    }

    @Test("every drop at the end of a chain, at a tripwire and of the spoofed has a log in front of it, which names it")
    func logsDrops() throws {
        for (host, ruleset) in try LinkTests.Sample.allCases.flatMap(Self.rulesets(of:)) {
            let logged: Set<CounterName> = [
                .peerPortKnocks, .inboundDropped, .forwardDropped, .outboundDropped,
            ]
            for chain in ruleset.main.chains {
                for (index, rule) in chain.rules.enumerated() {
                    guard case .named(let counter) = rule.counter else { continue }
                    let isWayBack = counter == .spoofedDropped && rule.matches.contains(.reversePathMissing)
                    guard logged.contains(counter) || isWayBack else { continue }
                    let log = chain.rules[index - 1]
                    let limit = Rule.Match.packetsWithin(Rule.Rate(10, per: .minute))
                    #expect(log.matches == rule.matches + [limit] && log.verdict == nil, "\(host.name): \(rule)")
                    let prefix = try #require(log.logPrefix)
                    #expect(prefix.hasPrefix("picket ") && prefix.hasSuffix(": ") && prefix.utf8.count <= 127)
                }
            }
        }
    }

    @Test("comments fit nft: at most 128 bytes, no double quote", arguments: LinkTests.Sample.allCases)
    func commentsFit(sample: LinkTests.Sample) throws {
        for (_, ruleset) in try Self.rulesets(of: sample) {
            for comment in ruleset.main.chains.flatMap(\.rules).compactMap(\.comment) {
                #expect(comment.utf8.count <= 128 && !comment.contains("\""))
            }
        }
    }

    @Test("a file never flushes the whole ruleset and touches no table but ours", arguments: LinkTests.Sample.allCases)
    func leavesOthersAlone(sample: LinkTests.Sample) throws {
        for (host, ruleset) in try Self.rulesets(of: sample) {
            let lines = ruleset.description.split(separator: "\n").map { String($0) }.filter { !$0.hasPrefix("#") }
            #expect(!lines.contains { $0.contains("flush ruleset") })
            let tables = lines.filter { $0.contains("table ") && !$0.contains("\t") }
            let both = ["table inet picket", "delete table inet picket", "table inet picket-slots"]
            #expect(
                tables == both
                    + (host.role.isPublic
                        ? ["flush table inet picket-slots", "table inet picket {", "table inet picket-slots {"]
                        : ["delete table inet picket-slots", "table inet picket {"])
            )
            // What outlives a reload is what counts, and nothing else is.
            let set = try #require(
                ruleset.slots?.sets.first ?? (host.role.isPublic ? nil : NamedSet("none", .addresses([])))
            )
            #expect(!lines.contains { $0.hasPrefix("delete set") && $0.hasSuffix(" \(set.name)") })
            #expect((ruleset.slots == nil) == host.role.isHidden)
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

extension Ruleset {
    /// A chain by its name.
    subscript(_ name: String) -> Chain {
        guard let chain = self.main.chains.first(where: { $0.name == name }) else {
            preconditionFailure("there is no chain \(name)")
        }
        return chain
    }
}

extension Rule {
    /// Whether it ends the way of a packet by our own decision.
    var decides: Bool {
        switch self.verdict {
        case .accept, .drop, .reject, .reset: true
        case .goto, .notrack, .synproxy, nil: false
        }
    }
}
