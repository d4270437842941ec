internal import Addressing
internal import Nftables
internal import Topology

/// Those who dial a public host without being meant to: welcome, as long as they leave slots for those that are.
extension HostRuleset {
    static let strangersChain = "strangers"

    var strangers: ExplainedChain {
        var chain = ExplainedChain(
            Chain(
                name: Self.strangersChain,
                note:
                    "Connections to the peer port that are not of our own: within ceilings, and all of them within one more below.",
                rules: []
            ),
            self.reason(.strangers)
        )
        let ceilings = self.host.firewall.ceilings
        if let count = ceilings.newPerMinute {
            let rate = Rule.Rate(count, per: .minute, burst: count)
            chain.drop(
                [.packetsOfSourceOver(rate, set: SetName.newConnections)],
                .strangersRefused,
                self.reason(.newConnectionRate),
                comment: "new connections of one address"
            )
        }
        if let count = ceilings.perSource {
            chain.drop(
                [.connectionsOfSourceOver(count, set: SetName.connectionsPerSource)],
                .strangersRefused,
                self.reason(.connectionsPerSource),
                comment: "connections of one address"
            )
        }
        if let count = ceilings.perPrefix {
            chain.drop(
                [.connectionsOfSourcePrefixOver(count, set: SetName.connectionsPerPrefix)],
                .strangersRefused,
                self.reason(.connectionsPerPrefix),
                comment: "connections of one /24"
            )
        }
        chain.accept([], self.reason(.peersFromAnywhere), comment: "peers, from anywhere")
        return chain
    }

    // MARK: - SYN proxy

    /// What the kernel promises in the server's name: what Ethernet carries, and Linux' usual scale of windows.
    private static let promises = Rule.SynProxy(maximumSegmentSize: 1460, windowScale: 7)

    /// What belongs to no flow yet.
    static let beginning = Rule.Match.connectionStates([.invalid, .new, .untracked])

    var proxiesOpenings: Bool { self.host.role.isPublic && self.host.firewall.proxiesOpenings }

    /// Packets of strangers to the peer port. Answers to private segments would be dropped on their way out, and our own
    /// diallers are trusted not to leave handshakes half-open.
    private var proxied: [Rule.Match] {
        (self.diallers.isEmpty ? [] : [.sourceNotIn(set: SetName.ownDiallers)])
            + (self.privatePrefixes.isEmpty ? [] : [.sourceNotIn(set: SetName.privateSegments)])
            + [.tcpDestinationPort(self.host.peerPort)]
    }

    /// Handshakes that the proxy answers need no entry in the table of connections.
    var prerouting: ExplainedChain {
        var chain = ExplainedChain(
            Chain(
                .prerouting,
                priority: .raw,
                policy: .accept,
                note: "SYN proxy: the first packets of strangers take no entry in the table of connections.",
                rules: []
            ),
            self.reason(.synProxy)
        )
        let rule = Rule(self.proxied + [.tcpOpening], counter: .anonymous, .notrack)
        chain.add(rule, self.reason(.synProxy))
        return chain
    }

    /// The kernel answers openings with a cookie, and checks it when the stranger completes the handshake.
    ///
    /// The completing packet belongs to no flow: it is invalid, or new where the kernel takes up flows in their middle.
    func addProxy(to chain: inout ExplainedChain) {
        chain.add(
            Rule(
                self.proxied + [Self.beginning],
                counter: .anonymous,
                .synproxy(Self.promises),
                note: "SYN proxy: the kernel shakes hands with strangers."
            ),
            self.reason(.synProxy)
        )
    }

    /// A handshake that was completed comes back from the loopback interface, with the stranger's address.
    func addProxied(to chain: inout ExplainedChain) {
        chain.add(
            Rule(
                [
                    .inputInterface("lo"), .sourceNotIn(set: SetName.ownAddresses),
                    .tcpDestinationPort(self.host.peerPort), Self.beginning,
                ],
                .goto(chain: Self.strangersChain),
                note: "SYN proxy: a stranger who has shaken hands comes back this way."
            ),
            self.reason(.synProxy)
        )
    }
}
