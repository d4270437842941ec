import Addressing
import Nftables
import Testing

@Suite struct RulesetPrintingTests {
    @Test("a file replaces our table, removes that of slots where the host has none, and mentions no other")
    func printsEmptyTable() {
        let ruleset = Ruleset(header: ["one", "two"], main: Table(counters: [], sets: [], chains: []))
        #expect(
            ruleset.description == """
                #!/usr/sbin/nft -f
                # one
                # two
                table inet picket
                delete table inet picket
                table inet picket-slots
                delete table inet picket-slots

                table inet picket {
                }

                """
        )
    }

    @Test("counters, sets and chains stand in blocks, each behind an empty line")
    func printsBlocks() throws {
        let ruleset = Ruleset(
            header: [],
            main: Table(
                counters: ["a-counter", "another"],
                sets: [
                    NamedSet("none", .endpoints([])),
                    NamedSet("ends", .endpoints([Endpoint(Self.address, 50_333), Endpoint(Self.address, 1)])),
                    NamedSet("nets", .prefixes(try Self.prefixes(["10.0.0.0/8", "192.0.2.7/32", "0.0.0.0/0"]))),
                    NamedSet("nobody", .prefixes([])),
                ],
                chains: [
                    Chain(.forward, policy: .drop, rules: []),
                    Chain(.output, policy: .accept, rules: [Rule([], .accept)]),
                ]
            )
        )
        #expect(
            ruleset.description == """
                #!/usr/sbin/nft -f
                table inet picket
                delete table inet picket
                table inet picket-slots
                delete table inet picket-slots

                table inet picket {
                \tcounter a-counter {
                \t}

                \tcounter another {
                \t}

                \tset none {
                \t\ttype ipv4_addr . inet_service
                \t}

                \tset ends {
                \t\ttype ipv4_addr . inet_service
                \t\telements = { 10.1.10.51 . 50333,
                \t\t\t     10.1.10.51 . 1 }
                \t}

                \tset nets {
                \t\ttype ipv4_addr
                \t\tflags interval
                \t\telements = { 10.0.0.0/8,
                \t\t\t     192.0.2.7,
                \t\t\t     0.0.0.0/0 }
                \t}

                \tset nobody {
                \t\ttype ipv4_addr
                \t\tflags interval
                \t}

                \tchain forward {
                \t\ttype filter hook forward priority filter; policy drop;
                \t}

                \tchain output {
                \t\ttype filter hook output priority filter; policy accept;
                \t\taccept
                \t}
                }

                """
        )
    }

    @Test("every kind of rule is written as nft lists it", arguments: Self.rules)
    func printsRule(rule: Rule, line: String) {
        let text = Ruleset(
            header: [],
            main: Table(counters: [], sets: [], chains: [Chain(.input, policy: .drop, rules: [rule])])
        )
        let lines = text.description.split(separator: "\n")
        #expect(lines.contains("\t\t\(line)"), "\(text)")
    }

    @Test("the order of counters, sets, chains and rules is kept")
    func keepsOrder() {
        let ports: [Port] = [3, 1, 2]
        let rules = ports.map { Rule([.tcpDestinationPort($0)], .drop) }
        let hooks: [Chain.Hook] = [.output, .input, .forward]
        let ruleset = Ruleset(
            header: [],
            main: Table(
                counters: ["z", "a"],
                sets: [NamedSet("y", .endpoints([])), NamedSet("b", .endpoints([]))],
                chains: hooks.map { Chain($0, policy: .drop, rules: rules) }
            )
        )
        let text = ruleset.description
        let words = ["counter z", "counter a", "set y", "set b", "chain output", "chain input", "chain forward"]
        let places = words.map { text.firstRange(of: $0)?.lowerBound }
        #expect(!places.contains(nil))
        #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
        let printed = text.split(separator: "\n").filter { $0.contains("dport") }
        #expect(
            printed
                == Array(repeating: ["\t\ttcp dport 3 drop", "\t\ttcp dport 1 drop", "\t\ttcp dport 2 drop"], count: 3)
                .flatMap(\.self).map { $0[...] }
        )
    }

    @Test("sets of each kind are written as nft lists them")
    func printsSets() throws {
        let ruleset = Ruleset(
            header: [],
            main: Table(
                counters: [],
                sets: [
                    NamedSet("some", .addresses([Self.address])),
                    NamedSet(
                        "six",
                        .ipv6Prefixes(try ["fd00::/8", "2001:db8::9/128"].map { try #require(IPv6Prefix($0)) })
                    ),
                    NamedSet("seen", .learned(NamedSet.Learned(size: 10))),
                    NamedSet("rates", .learned(NamedSet.Learned(size: 10, .minutes(2)))),
                ],
                chains: []
            )
        )
        #expect(
            ruleset.description.hasSuffix(
                """
                table inet picket {
                \tset some {
                \t\ttype ipv4_addr
                \t\telements = { 10.1.10.51 }
                \t}

                \tset six {
                \t\ttype ipv6_addr
                \t\tflags interval
                \t\telements = { fd00::/8,
                \t\t\t     2001:db8::9 }
                \t}

                \tset seen {
                \t\ttype ipv4_addr
                \t\tsize 10
                \t\tflags dynamic
                \t}

                \tset rates {
                \t\ttype ipv4_addr
                \t\tsize 10
                \t\tflags dynamic,timeout
                \t\ttimeout 2m
                \t}
                }

                """
            )
        )
    }

    @Test("a chain without a hook has no line of its own, and notes stand above what they are about")
    func printsNotes() {
        let ruleset = Ruleset(
            header: [],
            main: Table(
                counters: [],
                sets: [NamedSet("seen", .learned(NamedSet.Learned(.ipv6, size: 10)), note: "a set")],
                chains: [
                    Chain(
                        .prerouting,
                        priority: .raw,
                        policy: .accept,
                        note: "before tracking",
                        rules: [Rule([], .notrack)]
                    ),
                    Chain(name: "others", note: "the rest", rules: [Rule([], .drop, note: "all of them")]),
                ]
            )
        )
        #expect(
            ruleset.description.hasSuffix(
                """
                table inet picket {
                \t# a set
                \tset seen {
                \t\ttype ipv6_addr
                \t\tsize 10
                \t\tflags dynamic
                \t}

                \t# before tracking
                \tchain prerouting {
                \t\ttype filter hook prerouting priority raw; policy accept;
                \t\tnotrack
                \t}

                \t# the rest
                \tchain others {
                \t\t# all of them
                \t\tdrop
                \t}
                }

                """
            )
        )
    }

    @Test("of the table of slots everything is written anew but what rules have put into sets, and counters")
    func printsSlots() throws {
        let ruleset = Ruleset(
            header: [],
            main: Table(counters: [], sets: [], chains: []),
            slots: Table(
                counters: ["strangers-refused"],
                sets: [
                    NamedSet("slots-10", .learned(NamedSet.Learned(.connection, size: 10, .byRule))),
                    NamedSet("own-addresses", .prefixes(try Self.prefixes(["10.0.0.0/8"]))),
                    NamedSet("own-diallers", .addresses([Self.address])),
                ],
                chains: [
                    Chain(
                        .input,
                        priority: .behindFilter,
                        policy: .accept,
                        rules: [
                            Rule(
                                [.tcpDestinationPort(9), .connectionKept(seconds: 130, set: "slots-10", .fromPeer)],
                                .goto(chain: "strangers")
                            )
                        ]
                    ),
                    Chain(name: "strangers", rules: [Rule([], counter: .named("strangers-refused"), .drop)]),
                ]
            )
        )
        let (text, origins) = ruleset.printed
        #expect(
            text == """
                #!/usr/sbin/nft -f
                table inet picket
                delete table inet picket
                table inet picket-slots
                add chain inet picket-slots input
                add chain inet picket-slots output
                add chain inet picket-slots strangers
                add chain inet picket-slots answers
                add set inet picket-slots own-addresses { type ipv4_addr; flags interval; }
                add set inet picket-slots own-diallers { type ipv4_addr; }
                flush table inet picket-slots
                delete chain inet picket-slots input
                delete chain inet picket-slots output
                delete chain inet picket-slots strangers
                delete chain inet picket-slots answers
                delete set inet picket-slots own-addresses
                delete set inet picket-slots own-diallers

                table inet picket {
                }

                table inet picket-slots {
                \tcounter strangers-refused {
                \t}

                \tset slots-10 {
                \t\ttype ipv4_addr . inet_service . ipv4_addr . inet_service
                \t\tsize 10
                \t\tflags dynamic,timeout
                \t}

                \tset own-addresses {
                \t\ttype ipv4_addr
                \t\tflags interval
                \t\telements = { 10.0.0.0/8 }
                \t}

                \tset own-diallers {
                \t\ttype ipv4_addr
                \t\telements = { 10.1.10.51 }
                \t}

                \tchain input {
                \t\ttype filter hook input priority filter + 10; policy accept;
                \t\ttcp dport 9 update @slots-10 { ip saddr . tcp sport . ip daddr . tcp dport timeout 2m10s } goto strangers
                \t}

                \tchain strangers {
                \t\tcounter name "strangers-refused" drop
                \t}
                }

                """
        )
        #expect(Ruleset(text: text) == ruleset)
        #expect(origins.count == text.split(separator: "\n", omittingEmptySubsequences: false).count - 1)
        #expect(origins.suffix(5) == [.frame, .chain(1), .rule(chain: 1, 0), .chain(1), .frame])
    }

    @Test("each line has one origin, and a rule with a note has two lines")
    func tellsOrigins() {
        let ruleset = Ruleset(
            header: ["one"],
            main: Table(
                counters: ["c"],
                sets: [NamedSet("s", .addresses([Self.address, Self.address]))],
                chains: [Chain(.input, policy: .drop, rules: [Rule([], .drop), Rule(text: "accept", note: "why")])]
            )
        )
        let (text, origins) = ruleset.printed
        #expect(text == ruleset.description)
        #expect(text.contains("\t\t# why\n\t\taccept\n"))
        #expect(
            origins == [
                .frame, .header, .frame, .frame, .frame, .frame, .frame, .frame, .counter(0), .counter(0), .frame,
                .set(0), .set(0),
                .element(set: 0, 0), .element(set: 0, 1), .set(0), .frame, .chain(0), .chain(0), .rule(chain: 0, 0),
                .rule(chain: 0, 1), .rule(chain: 0, 1), .chain(0), .frame,
            ]
        )
    }

    private static let rules: [(Rule, String)] = [
        (Rule([], .accept), "accept"),
        (Rule([], .drop), "drop"),
        (Rule([], counter: .named("x"), .drop), "counter name \"x\" drop"),
        (Rule([], counter: .named("x"), .accept, comment: "why"), "counter name \"x\" accept comment \"why\""),
        (Rule([.inputInterface("lo")], .accept), "iifname \"lo\" accept"),
        (Rule([.outputInterface("backbone")], .accept), "oifname \"backbone\" accept"),
        (Rule([.connectionState(.established)], .accept), "ct state established accept"),
        (Rule([.connectionState(.related)], .accept), "ct state related accept"),
        (Rule([.connectionState(.new)], .drop), "ct state new drop"),
        (Rule([.ipv6], .drop), "meta nfproto ipv6 drop"),
        (Rule([.icmp], .drop), "meta l4proto icmp drop"),
        (Rule([.icmpTypes([.echoRequest])], .accept), "icmp type echo-request accept"),
        (
            Rule([.icmpTypes([.destinationUnreachable, .timeExceeded, .parameterProblem])], .accept),
            "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept"
        ),
        (Rule([.sourceIn(set: "friends")], .accept), "ip saddr @friends accept"),
        (Rule([.tcpDestinationIn(set: "links")], .accept), "ip daddr . tcp dport @links accept"),
        (Rule([.tcpDestinationPort(65_535)], .drop), "tcp dport 65535 drop"),
        (Rule([.udpDestinationPort(123)], .accept), "udp dport 123 accept"),
        (Rule([.ipv6SourceIn(set: "s-6")], .accept), "ip6 saddr @s-6 accept"),
        (Rule([.ipv6DestinationIn(set: "s-6")], .accept), "ip6 daddr @s-6 accept"),
        (Rule([.icmpv6, .connectionState(.related)], .accept), "meta l4proto icmpv6 ct state related accept"),
        (
            Rule([.icmpv6Types([.neighbourSolicit, .neighbourAdvert]), .ipv6HopLimit(255)], .accept),
            "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept"
        ),
        (Rule([.connectionsOver(11)], counter: .named("x"), .drop), "ct count over 11 counter name \"x\" drop"),
        (
            Rule([.connectionsOfSourceOver(4, set: "m")], .drop),
            "add @m { ip saddr ct count over 4 } drop"
        ),
        (
            Rule([.connectionsOfSourcePrefixOver(16, set: "m")], .drop),
            "add @m { ip saddr & 255.255.255.0 ct count over 16 } drop"
        ),
        (
            Rule([.tcpContinuing, .connectionIn(set: "m", .fromPeer)], .accept),
            "tcp flags ack / syn,ack ip saddr . tcp sport . ip daddr . tcp dport @m accept"
        ),
        (
            Rule([.tcpFlags([.fin]), .connectionKept(seconds: 59, set: "m", .toPeer)]),
            "tcp flags fin update @m { ip daddr . tcp dport . ip saddr . tcp sport timeout 59s }"
        ),
        (
            Rule([.connectionKept(seconds: 120, set: "m", .fromPeer)], .drop),
            "update @m { ip saddr . tcp sport . ip daddr . tcp dport timeout 2m } drop"
        ),
        (Rule([.tcpSourcePort(1), .tcpFlags([.fin, .syn])], .accept), "tcp sport 1 tcp flags fin,syn accept"),
        (
            Rule([.tcpOpening, .connectionAdded(seconds: 10, set: "m", .fromPeer)], .accept),
            "tcp flags syn / fin,syn,rst,ack add @m { ip saddr . tcp sport . ip daddr . tcp dport timeout 10s } accept"
        ),
        (Rule([.tcp], .reset), "meta l4proto tcp reject with tcp reset"),
        (
            Rule([.packetsOfSourceOver(Rule.Rate(30, per: .minute, burst: 30), set: "m")], .drop),
            "update @m { ip saddr limit rate over 30/minute burst 30 packets } drop"
        ),
        (
            Rule([.packetsOfIPv6SourceOver(Rule.Rate(9, per: .second), set: "m")], .drop),
            "update @m { ip6 saddr limit rate over 9/second } drop"
        ),
        (
            Rule([.packetsWithin(Rule.Rate(10, per: .second, burst: 20))], .accept),
            "limit rate 10/second burst 20 packets accept"
        ),
        (Rule([.packetsOver(Rule.Rate(1, per: .minute))], .drop), "limit rate over 1/minute drop"),
        (
            Rule([.packetsWithin(Rule.Rate(10, per: .minute))], logPrefix: "a b: "),
            "limit rate 10/minute log prefix \"a b: \""
        ),
        (Rule([], counter: .anonymous, .accept, comment: "why"), "counter accept comment \"why\""),
        (Rule([.connectionState(.invalid)], .drop), "ct state invalid drop"),
        (Rule([.connectionStates([.invalid, .new, .untracked])], .drop), "ct state invalid,new,untracked drop"),
        (Rule([.sourceNotIn(set: "s")], .drop), "ip saddr != @s drop"),
        (Rule([.sourceIn(set: "s"), .reversePathMissing], .drop), "ip saddr @s fib saddr . iif oif missing drop"),
        (Rule([.tcpDestinationPort(1), .tcpOpening], .notrack), "tcp dport 1 tcp flags syn / fin,syn,rst,ack notrack"),
        (
            Rule([.tcpDestinationPort(1)], .synproxy(Rule.SynProxy(maximumSegmentSize: 1460, windowScale: 7))),
            "tcp dport 1 synproxy mss 1460 wscale 7 timestamp sack-perm"
        ),
        (Rule([], counter: .named("x"), .reject), "counter name \"x\" reject with icmpx admin-prohibited"),
        (Rule([.tcpDestinationPort(1)], .goto(chain: "strangers")), "tcp dport 1 goto strangers"),
        (Rule(text: "tcp dport 1 accept comment \"own\"", note: "why"), "tcp dport 1 accept comment \"own\""),
        (
            Rule([.sourceIn(set: "s"), .tcpDestinationPort(22), .connectionState(.new)], .accept),
            "ip saddr @s tcp dport 22 ct state new accept"
        ),
    ]

    private static let address = IPv4Address(rawValue: 0x0A01_0A33)

    private static func prefixes(_ texts: [String]) throws -> [IPv4Prefix] {
        try texts.map { try #require(IPv4Prefix($0)) }
    }
}
