internal import Addressing
internal import Skywelld
internal import Topology

extension Claim {
    /// Nothing that an outsider can collect names a hidden host: no crawl, and no gossip, also after a liar has guessed its
    /// address. And a validator asks everybody with whom it is linked to hide it, because the server in production knows
    /// no other protection.
    ///
    /// Settled only if the hidden hosts were linked meanwhile: otherwise there was nothing to hide.
    ///
    /// - Parameters:
    ///   - hidden: All of them.
    ///   - links: Of hidden hosts, before and after the crawls.
    ///   - crawls: What outsiders got.
    ///   - gossip: What strangers were told of after a liar; none where hidden addresses are private, which nobody passes on.
    ///   - talks: All that strangers heard as peers.
    package static func validatorHidden(
        _ hidden: [HiddenIdentity],
        links: [HiddenLink],
        crawls: [CrawlObservation],
        gossip: [GossipObservation] = [],
        talks: [PeerTalk] = []
    ) -> Claim {
        let validators = hidden.filter(\.isValidator)
        let search = LeakSearch(hidden)
        let crawlLeaks = crawls.flatMap { crawl in
            search.leaks(in: crawl.answer).map {
                Evidence(from: crawl.vantage, "/crawl of \(crawl.endpoint) holds \($0)")
            }
        }
        let talkLeaks = talks.flatMap { talk in
            search.leaks(in: talk).map {
                Evidence(from: talk.vantage, "\(talk.server) (\(talk.endpoint)) tells its peers \($0)")
            }
        }
        var doubts = validators.filter { !$0.isConnected(links) }.map { validator in
            let way = validator.relays.isEmpty ? "a public server" : "a public server by any relay"
            return Evidence(from: validator.host, "was not linked with \(way) while the crawls were made")
        }
        var absent: [Evidence] = []
        for crawl in crawls {
            guard let reason = crawl.answer.failure else { continue }
            let evidence = Evidence(from: crawl.vantage, "/crawl of \(crawl.endpoint): \(reason)")
            // Of a learned address nobody says that there is a node, or that the vantage can reach it.
            if crawl.isLearned, case .absent = crawl.answer {
                absent.append(evidence)
            } else {
                doubts.append(evidence)
            }
        }
        let answered = crawls.filter { if case .listed = $0.answer { true } else { false } }
        if answered.isEmpty { doubts.append(Evidence(from: "the crawls", "none was answered with a list of peers")) }
        let collected = Evidence(
            from: Self.vantages(answered.map(\.vantage)),
            "\(answered.count) of \(crawls.count) crawls answered, every address in them followed: no address and no key of "
                + hidden.map(\.host.description).joined(separator: ", ")
        )
        let heard = Evidence(
            from: Self.vantages(talks.map(\.vantage)),
            "\(talks.reduce(0) { $0 + $1.said.count }) bytes heard as a peer of "
                + Self.vantages(talks.map(\.server)) + ": no address and no node key in any form"
        )
        let asking = Self.asking(hidden, links)
        return Claim(
            .validatorHidden,
            violations: crawlLeaks + gossip.flatMap { $0.leaks(hidden) } + talkLeaks + asking.violations,
            doubts: doubts + asking.doubts + gossip.compactMap(\.doubt),
            observations: validators.isEmpty
                ? []
                : [collected] + (talks.isEmpty ? [] : [heard]) + asking.remains + gossip.map(\.observation) + absent,
            opposite:
                "a crawl or a peer would tell a hidden host's address or key, or a validator would not ask to be "
                + "hidden"
        )
    }

    /// What the hidden hosts ask of those with whom they are linked. The lab's nodes hide them all the same; the server in
    /// production hides the address of whoever asks for it, and nothing else.
    private static func asking(
        _ hidden: [HiddenIdentity],
        _ links: [HiddenLink]
    ) -> (violations: [Evidence], doubts: [Evidence], remains: [Evidence]) {
        var violations: [Evidence] = []
        var doubts: [Evidence] = []
        var remains: [Evidence] = []
        for host in hidden {
            for link in links where link.hidden == host.host {
                let addresses = host.addresses.map(\.description).joined(separator: ", ")
                switch link.hidesItself {
                case false? where host.isValidator:
                    violations.append(
                        Evidence(
                            from: link.seenBy,
                            "\(host.host) does not ask to be hidden: a stock server shows everybody its address (\(addresses))"
                        )
                    )
                case nil where host.isValidator:
                    doubts.append(Evidence(from: link.seenBy, "does not say whether \(host.host) asks to be hidden"))
                default:
                    guard link.isSeenInPublic else { continue }
                    let address = link.hidesItself == true ? "without its address" : "with an address of \(addresses)"
                    remains.append(
                        Evidence(
                            from: link.seenBy,
                            "remains visible where the stock server runs: \(host.host) in its /crawl, with key "
                                + "\(host.nodeKey.base64.prefix(8))…, \(address)"
                        )
                    )
                }
            }
        }
        return (violations, doubts, remains)
    }

    static func vantages(_ names: [HostName]) -> String {
        var seen: [HostName] = []
        for name in names where !seen.contains(name) { seen.append(name) }
        return seen.map(\.description).joined(separator: ", ")
    }
}
