package import Addressing
package import Crawler
internal import PeerProtocol
package import Topology

/// One `/crawl` that was asked for.
package struct CrawlObservation: Equatable, Sendable {
    package enum Answer: Equatable, Sendable {
        /// The body as it came, and the peers it lists.
        case listed(body: String, [ListedPeer])
        /// Nobody is there, or nobody that lets the vantage in.
        case absent(String)
        /// Somebody is there, but gave no list: why, and what came instead.
        case failed(String, body: String = "")

        /// Everything that came.
        var body: String {
            switch self {
            case .listed(let body, _), .failed(_, let body): body
            case .absent: ""
            }
        }

        /// Why there is no list; `nil` if there is one.
        package var failure: String? {
            switch self {
            case .listed: nil
            case .absent(let reason), .failed(let reason, _): reason
            }
        }

        var peers: [ListedPeer] {
            switch self {
            case .listed(_, let peers): peers
            case .absent, .failed: []
            }
        }
    }

    package let vantage: HostName
    package let endpoint: Endpoint
    /// Whether the endpoint was learned from another crawl; otherwise it is a sentry's, and must answer.
    package let isLearned: Bool
    package let answer: Answer

    package init(vantage: HostName, endpoint: Endpoint, isLearned: Bool = false, answer: Answer) {
        self.isLearned = isLearned
        self.vantage = vantage
        self.endpoint = endpoint
        self.answer = answer
    }
}

/// What must not be seen of a hidden host: a validator, or a relay before it.
package struct HiddenIdentity: Equatable, Sendable {
    package let host: HostName
    /// Declared ones and those that its kernel really has.
    package let addresses: [IPv4Address]
    /// Base64, as in a crawl.
    package let nodeKey: String
    /// Base64; `nil` for a relay.
    package let validationKey: String?
    /// The relays that stand between a validator and public servers.
    package let relays: [HostName]

    package init(
        host: HostName,
        addresses: [IPv4Address],
        nodeKey: String,
        validationKey: String?,
        relays: [HostName] = []
    ) {
        self.host = host
        self.addresses = addresses
        self.nodeKey = nodeKey
        self.validationKey = validationKey
        self.relays = relays
    }

    var isValidator: Bool { self.validationKey != nil }

    /// Whether links lead from it to a public server, itself or by one of its relays.
    func isConnected(_ links: [HiddenLink]) -> Bool {
        links.contains { $0.hidden == self.host && $0.isSeenInPublic }
            || self.relays.contains { relay in
                links.contains { $0.hidden == self.host && $0.seenBy == relay }
                    && links.contains { $0.hidden == relay && $0.isSeenInPublic }
            }
    }
}

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
    ///   - gossip: What strangers were told; none where hidden addresses are private, which nobody passes on.
    package static func validatorHidden(
        _ hidden: [HiddenIdentity],
        links: [HiddenLink],
        crawls: [CrawlObservation],
        gossip: [GossipObservation] = []
    ) -> Claim {
        let validators = hidden.filter(\.isValidator)
        let leaks = crawls.flatMap { crawl in
            hidden.flatMap { host in
                host.leaks(in: crawl.answer.body, crawl.answer.peers).map {
                    Evidence(from: crawl.vantage, "/crawl of \(crawl.endpoint) holds \($0) of \(host.host)")
                }
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
        let asking = Self.asking(hidden, links)
        return Claim(
            .validatorHidden,
            violations: leaks + gossip.flatMap { $0.leaks(hidden) } + asking.violations,
            doubts: doubts + asking.doubts + gossip.compactMap(\.doubt),
            observations: validators.isEmpty
                ? [] : [collected] + asking.remains + gossip.map(\.observation) + absent,
            opposite:
                "a crawl or an announcement would hold a hidden host's address or key, or a validator would not ask to be "
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
                                + "\(host.nodeKey.prefix(8))…, \(address)"
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

extension HiddenIdentity {
    /// Everything in a crawl's text that must not be there: also outside the fields where it would belong.
    func leaks(in body: String, _ entries: [ListedPeer]) -> [String] {
        let plain = JSONEscapes.resolved(in: body)
        let keys =
            (self.validationKey.map { [($0, "the validation key")] } ?? []) + [(self.nodeKey, "the node key")]
        return self.addresses
            .filter { address in
                [body, plain].contains { Self.mentions(address.description, in: $0) }
                    || entries.contains { $0.address == address }
            }
            .map { "the address \($0)" }
            + keys.filter { key, _ in body.contains(key) || plain.contains(key) }.map(\.1)
    }

    /// `10.1.10.5` is not mentioned by `10.1.10.51`.
    private static func mentions(_ address: String, in body: String) -> Bool {
        let isPart = { (character: Character?) in character.map { $0.isASCII && $0.isNumber } ?? false }
        return body.ranges(of: address).contains { range in
            let before = range.lowerBound == body.startIndex ? nil : body[body.index(before: range.lowerBound)]
            let after = range.upperBound == body.endIndex ? nil : body[range.upperBound]
            return !isPart(before) && !isPart(after)
        }
    }
}
