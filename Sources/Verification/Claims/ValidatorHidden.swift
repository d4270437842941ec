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

/// What must not be seen of a validator.
package struct HiddenIdentity: Equatable, Sendable {
    package let host: HostName
    /// Declared ones and those that its kernel really has.
    package let addresses: [IPv4Address]
    /// Base64, as in a crawl.
    package let nodeKey: String
    /// Base64.
    package let validationKey: String
    /// The relays that stand before it, each with its node key in base64; then not even the validator's own node key
    /// may be seen.
    package let relays: [Relay]

    /// A relay, whose row in a crawl shows that what is behind it was connected.
    package struct Relay: Equatable, Sendable {
        package let host: HostName
        package let nodeKey: String

        package init(host: HostName, nodeKey: String) {
            self.host = host
            self.nodeKey = nodeKey
        }
    }

    package init(
        host: HostName,
        addresses: [IPv4Address],
        nodeKey: String,
        validationKey: String,
        relays: [Relay] = []
    ) {
        self.host = host
        self.addresses = addresses
        self.nodeKey = nodeKey
        self.validationKey = validationKey
        self.relays = relays
    }

    /// Whom a row shows: the validator, or a relay of it; `nil` for anybody else.
    func subject(of entry: ListedPeer) -> String? {
        guard !self.relays.isEmpty else {
            return entry.publicKey == self.nodeKey ? self.host.description : nil
        }
        let relay = self.relays.first { $0.nodeKey == entry.publicKey }
        return relay.map { "\($0.host), which stands before \(self.host)" }
    }
}

extension Claim {
    /// No crawl that an outsider can collect holds a validator's address.
    ///
    /// Settled only if the crawls were made while the validator was connected, which its address-less row shows, or that
    /// of a relay before it: otherwise there was nothing to hide.
    package static func validatorHidden(_ validators: [HiddenIdentity], crawls: [CrawlObservation]) -> Claim {
        var violations: [Evidence] = []
        var rows: [Evidence] = []
        var doubts: [Evidence] = []
        for validator in validators {
            var wasListed = false
            for crawl in crawls {
                violations += validator.leaks(in: crawl.answer.body, crawl.answer.peers).map {
                    Evidence(from: crawl.vantage, "/crawl of \(crawl.endpoint) holds \($0) of \(validator.host)")
                }
                for entry in crawl.answer.peers {
                    guard let subject = validator.subject(of: entry) else { continue }
                    wasListed = true
                    rows.append(
                        Evidence(
                            from: crawl.vantage,
                            "remains visible: /crawl of \(crawl.endpoint) has a row for \(subject): "
                                + entry.visibleParts
                        )
                    )
                }
            }
            if !wasListed {
                doubts.append(
                    Evidence(
                        from: "the crawls",
                        validator.relays.isEmpty
                            ? "no row with the node key of \(validator.host): it was not connected to any sentry that "
                                + "answered"
                            : "no row with the node key of a relay of \(validator.host): none was connected to any "
                                + "sentry that answered"
                    )
                )
            }
        }
        let answered = crawls.filter { if case .listed = $0.answer { true } else { false } }
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
        let collected = Evidence(
            from: Self.vantages(answered.map(\.vantage)),
            "\(answered.count) of \(crawls.count) crawls answered, every address in them followed: no address of "
                + validators.map(\.host.description).joined(separator: ", ")
        )
        return Claim(
            .validatorHidden,
            violations: violations,
            doubts: doubts,
            observations: validators.isEmpty ? [] : [collected] + rows + absent,
            opposite: "a row of some crawl would have an \"ip\" that is a validator's"
        )
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
            [(self.validationKey, "the validation key")]
            + (self.relays.isEmpty ? [] : [(self.nodeKey, "the node key")])
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

extension ListedPeer {
    /// What the protocol leaves of a private peer.
    fileprivate var visibleParts: String {
        "key \(self.publicKey?.prefix(8) ?? "")…, direction '\(self.direction?.rawValue ?? "?")', version "
            + "'\(self.version?.prefix(40) ?? "?")'; " + (self.address.map { "address \($0)" } ?? "no address")
    }
}
