internal import Addressing
internal import Nftables
internal import Topology

/// The rules of one host.
///
/// Whatever is not named is dropped and counted: new packets in, packets out of a validator or towards private
/// segments, everything forwarded. Established flows go on, so what a host may dial can also answer.
struct HostRuleset {
    static let ssh = Compilation.administrationPort
    private static let links = "links"
    private static let administration = "administration"
    private static let privateSegments = "private-segments"

    let host: Host
    let dials: [Link]
    let topology: Topology
    let source: String

    init(_ host: Host, dials: [Link], topology: Topology, source: String) {
        self.host = host
        self.dials = dials
        self.topology = topology
        self.source = source
    }

    var ruleset: Ruleset {
        Ruleset(
            header: [
                "\(self.host.name) (\(self.host.role.rawValue)) of network \(self.topology.network)",
                "Made by picket from \(self.source). Replaces table \(Ruleset.table) and nothing else.",
            ],
            counters: self.counters,
            sets: self.sets,
            chains: [self.input, self.forward, self.output]
        )
    }

    private var administration: [IPv4Prefix] {
        self.host.firewall.administration.compactMap(\.prefix.ipv4)
    }

    private var isHidden: Bool { self.host.role == .validator }

    private var counters: [CounterName] {
        (self.isHidden ? [.peerPortKnocks] : []) + [.inboundDropped, .forwardDropped]
            + (self.isHidden || self.avoidsPrivateSegments ? [.outboundDropped] : []) + [.ipv6Dropped]
    }

    private var sets: [NamedSet] {
        var sets = [NamedSet(Self.links, .endpoints(self.dials.map(\.endpoint).sorted()))]
        if self.avoidsPrivateSegments {
            sets.append(NamedSet(Self.privateSegments, .prefixes(self.privatePrefixes)))
        }
        if !self.administration.isEmpty {
            sets.append(NamedSet(Self.administration, .prefixes(self.administration)))
        }
        return sets
    }

    /// In order of address. Interfaces are not named: on a real host they are called otherwise than in the lab.
    private var privatePrefixes: [IPv4Prefix] {
        self.topology.segments.filter { !$0.isPublic }.flatMap(\.prefixes).sorted { $0.network < $1.network }
    }

    private var avoidsPrivateSegments: Bool { !self.isHidden && !self.privatePrefixes.isEmpty }

    private var input: Chain {
        var rules = [
            Rule([.inputInterface("lo")], .accept),
            Rule([.ipv6], counter: .ipv6Dropped, .drop, comment: "this server speaks IPv4 only"),
            Rule([.connectionState(.established)], .accept),
            Rule([.icmp, .connectionState(.related)], .accept, comment: "errors about our own flows"),
        ]
        if !self.administration.isEmpty {
            rules.append(Rule([.sourceIn(set: Self.administration), .tcpDestinationPort(Self.ssh)], .accept))
        }
        if self.isHidden {
            rules.append(
                Rule(
                    [.tcpDestinationPort(self.host.peerPort)],
                    counter: .peerPortKnocks,
                    .drop,
                    comment: "tripwire: nobody has reason to dial a validator"
                )
            )
        } else {
            rules += [
                Rule([.icmpTypes([.destinationUnreachable, .echoRequest, .timeExceeded, .parameterProblem])], .accept),
                Rule([.tcpDestinationPort(self.host.peerPort)], .accept, comment: "peers, from anywhere"),
            ]
        }
        rules.append(Rule([], counter: .inboundDropped, .drop))
        return Chain(.input, policy: .drop, rules: rules)
    }

    private var forward: Chain {
        Chain(.forward, policy: .drop, rules: [Rule([], counter: .forwardDropped, .drop)])
    }

    private var output: Chain {
        var rules = [
            Rule([.outputInterface("lo")], .accept),
            Rule([.ipv6], counter: .ipv6Dropped, .drop),
            Rule([.connectionState(.established)], .accept),
            Rule([.tcpDestinationIn(set: Self.links)], .accept, comment: "the links of this host"),
        ]
        if self.isHidden {
            rules.append(Rule([], counter: .outboundDropped, .drop))
        } else {
            if self.avoidsPrivateSegments {
                rules.append(Rule([.destinationIn(set: Self.privateSegments)], counter: .outboundDropped, .drop))
            }
            rules.append(Rule([], .accept, comment: "peers and services on public segments"))
        }
        return Chain(.output, policy: .drop, rules: rules)
    }

}
