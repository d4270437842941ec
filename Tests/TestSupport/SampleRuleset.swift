internal import Addressing
package import Nftables

/// A ruleset with everything that the model can say, at least once.
package enum SampleRuleset {
    package static let whole = Ruleset(
        header: ["everything", "in one file"],
        main: Table(
            counters: ["peer-port-knocks", "inbound-dropped"],
            sets: [
                NamedSet("links", .endpoints([Endpoint(Self.address(9), 443), Endpoint(Self.address(10), 50_333)])),
                NamedSet("own-diallers", .addresses([Self.address(1), Self.address(2)]), note: "those that may dial"),
                NamedSet("private-segments", .prefixes([IPv4Prefix(Self.address(0), length: 9), Self.half])),
                NamedSet("administration-6", .ipv6Prefixes([IPv6Prefix(IPv6Address(rawValue: 1), length: 128)])),
                NamedSet("strangers-new", .learned(NamedSet.Learned(size: 100, .minutes(2)))),
                NamedSet("strangers-new-6", .learned(NamedSet.Learned(.ipv6, size: 100, .minutes(90)))),
                NamedSet("strangers-per-source", .learned(NamedSet.Learned(size: 65_535))),
            ],
            chains: [
                Chain(
                    .prerouting,
                    priority: .raw,
                    policy: .accept,
                    rules: [Rule([.tcpOpening], counter: .anonymous, .notrack)]
                ),
                Chain(.input, policy: .drop, note: "to this host", rules: Self.input),
                Chain(.output, policy: .accept, rules: Self.output),
                Chain(name: "last-words", rules: Self.last),
            ]
        ),
        slots: Table(
            counters: ["strangers-refused"],
            sets: [
                NamedSet("slots-11", .learned(NamedSet.Learned(.connection, size: 11, .byRule))),
                NamedSet("own-addresses", .prefixes([Self.half])),
                NamedSet("own-diallers", .addresses([Self.address(1)])),
                NamedSet("links", .endpoints([])),
            ],
            chains: [
                Chain(.input, priority: .behindFilter, policy: .accept, note: "what was let in", rules: Self.slots),
                Chain(.output, priority: .behindFilter, policy: .accept, rules: Self.answers),
                Chain(name: "strangers", rules: Self.strangers),
            ]
        )
    )

    /// Each with one thing missing or otherwise.
    package static var changes: [Ruleset] {
        let whole = self.whole
        var changes: [Ruleset] = []
        func change(_ edit: (inout Ruleset) -> Void) {
            var copy = whole
            edit(&copy)
            if copy != whole { changes.append(copy) }
        }
        for chain in whole.main.chains.indices {
            change {
                $0.main.chains[chain].base?.policy = whole.main.chains[chain].base?.policy == .drop ? .accept : .drop
            }
            change { $0.main.chains[chain].base?.priority = .raw }
            for rule in whole.main.chains[chain].rules.indices {
                change { $0.main.chains[chain].rules.remove(at: rule) }
                change { $0.main.chains[chain].rules[rule].counter = .named("peer-port-knocks") }
                change { $0.main.chains[chain].rules[rule].comment = "another \(rule)" }
                change { $0.main.chains[chain].rules[rule].logPrefix = "another" }
                change { $0.main.chains[chain].rules[rule].verdict = .drop }
                change { $0.main.chains[chain].rules[rule].matches.insert(.tcpDestinationPort(7), at: 0) }
            }
        }
        change { $0.slots = nil }
        change { $0.slots?.chains[0].base?.priority = .filter }
        change { $0.slots?.chains[0].base?.policy = .drop }
        change { $0.slots?.chains[0].rules.removeLast() }
        change { $0.slots?.chains[0].rules.swapAt(0, 1) }
        for chain in 1...2 {
            for rule in whole.slots?.chains[chain].rules.indices ?? 0..<0 {
                change { $0.slots?.chains[chain].rules.remove(at: rule) }
            }
        }
        change { $0.slots?.chains[1].rules[1].matches[1] = .connectionKept(seconds: 31, set: "slots-11", .toPeer) }
        change { $0.slots?.chains[2].rules[1].matches[0] = .connectionKept(seconds: 130, set: "slots-11", .toPeer) }
        change { $0.slots?.sets[1].elements = .prefixes([]) }
        change { $0.slots?.sets.removeLast() }
        change { $0.slots?.sets[0].elements = .learned(NamedSet.Learned(.connection, size: 12, .byRule)) }
        change { $0.main.chains[2].rules.swapAt(0, 1) }
        change { $0.main.sets[0].elements = .endpoints([]) }
        change { $0.main.sets[1].elements = .addresses([IPv4Address(rawValue: 1)]) }
        change { $0.main.sets[2].elements = .prefixes([self.half]) }
        change { $0.main.sets[2].elements = .prefixes([]) }
        change { $0.main.sets[4].elements = .learned(NamedSet.Learned(size: 99, .minutes(2))) }
        change { $0.main.sets[4].elements = .learned(NamedSet.Learned(size: 100)) }
        change { $0.main.counters.append("another-one") }
        return changes
    }

    private static let half = IPv4Prefix(IPv4Address(rawValue: 0x0A80_0000), length: 9)
    private static let input = [
        Rule([.inputInterface("lo")], counter: .anonymous, .accept),
        Rule([.connectionStates([.invalid, .untracked])], counter: .named("inbound-dropped"), .drop, note: "why"),
        Rule([.connectionState(.established)], .accept),
        Rule([.ipv6SourceIn(set: "administration-6"), .tcpDestinationPort(22)], .accept),
        Rule([.icmpv6Types([.neighbourSolicit]), .ipv6HopLimit(255)], .accept),
        Rule([.icmpv6Types([.routerAdvert, .neighbourAdvert])], .accept),
        Rule([.ipv6], counter: .named("inbound-dropped"), .drop, comment: "this server speaks IPv4 only"),
        Rule([.icmp, .connectionState(.related)], .accept),
        Rule(
            [.icmpTypes([.destinationUnreachable, .echoRequest]), .packetsWithin(Rule.Rate(5, per: .second))],
            .accept
        ),
        Rule([.sourceIn(set: "private-segments"), .reversePathMissing], .drop),
        Rule([.sourceNotIn(set: "own-diallers"), .packetsOfSourceOver(Self.rate, set: "strangers-new")], .drop),
        Rule([.packetsOfIPv6SourceOver(Rule.Rate(7, per: .minute), set: "strangers-new-6")], .drop),
        Rule([.connectionsOfSourceOver(4, set: "strangers-per-source")], .drop),
        Rule([.connectionsOfSourcePrefixOver(16, set: "strangers-per-source")], .drop),
        Rule([.connectionsOver(11)], counter: .named("peer-port-knocks"), .drop),
        Rule(
            [.tcpDestinationPort(51), .connectionStates([.invalid, .untracked])],
            .synproxy(Rule.SynProxy(maximumSegmentSize: 1460, windowScale: 7))
        ),
        Rule([.packetsOver(Self.rate)], .drop),
        Rule([], .goto(chain: "last-words")),
    ]
    private static let output = [
        Rule([.outputInterface("backbone.7")], .accept),
        Rule([.tcpDestinationIn(set: "links")], .accept),
        Rule([.destinationIn(set: "private-segments"), .udpDestinationPort(53)], .accept),
        Rule([.ipv6DestinationIn(set: "administration-6"), .icmpv6], .accept),
        Rule([.connectionState(.new)], .reject),
    ]
    private static let slots = [
        Rule([.sourceIn(set: "own-diallers"), .tcpDestinationPort(51)], counter: .anonymous, .accept),
        Rule([.tcpDestinationPort(51)], .goto(chain: "strangers")),
    ]
    private static let answers = [
        Rule([.tcpFlags([.fin]), .connectionKept(seconds: 1, set: "slots-11", .toPeer)]),
        Rule([.tcpSourcePort(51), .connectionKept(seconds: 130, set: "slots-11", .toPeer)], .accept),
        Rule([.tcpFlags([.fin, .syn, .rst])], .accept),
        Rule([.tcp], counter: .named("strangers-refused"), .reset),
    ]
    private static let strangers = [
        Rule([.tcpContinuing, .connectionIn(set: "slots-11", .fromPeer)], .accept),
        Rule([.tcpOpening, .connectionAdded(seconds: 10, set: "slots-11", .fromPeer)], .accept),
        Rule([.connectionKept(seconds: 120, set: "slots-11", .fromPeer)], counter: .anonymous, .accept),
        Rule([], counter: .named("strangers-refused"), .drop),
    ]
    private static let last = [
        Rule([.packetsWithin(Rule.Rate(10, per: .minute, burst: 10))], logPrefix: "picket dropped: "),
        Rule([], counter: .named("inbound-dropped"), .drop),
    ]
    private static let rate = Rule.Rate(30, per: .minute, burst: 30)

    private static func address(_ last: UInt32) -> IPv4Address {
        IPv4Address(rawValue: 0x0A00_0000 + last)
    }
}
