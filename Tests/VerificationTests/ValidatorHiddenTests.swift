import Addressing
import Crawler
import PeerProtocol
import Skywelld
import Testing
import Topology
import Verification

@Suite struct ValidatorHiddenTests {
    private static let nodeKey = Self.key("node")
    private static let validationKey = Self.key("validation 2")
    private static let relayKey = Self.key("relay")
    /// What the protocol leaves of a private peer, where nobody protects it.
    private static let row = #"{"public_key":"\#(nodeKey.base64)","type":"in","version":"skywelld-0.29.60"}"#

    private static func key(_ name: String) -> NodePublicKey {
        NodeKey(seed: Seed(passphrase: "test-only \(name)")).publicKey
    }

    private static func validator(_ addresses: [String] = ["10.1.10.5"]) throws -> HiddenIdentity {
        HiddenIdentity(
            host: try Seen.host("validator-1"),
            addresses: try addresses.map { try Seen.address($0) },
            nodeKey: Self.nodeKey,
            validationKey: Self.validationKey
        )
    }

    private static func link(
        of hidden: String = "validator-1",
        with other: String = "sentry-1",
        isPublic: Bool = true,
        hidesItself: Bool? = true
    ) throws -> HiddenLink {
        HiddenLink(
            hidden: try Seen.host(hidden),
            seenBy: try Seen.host(other),
            isSeenInPublic: isPublic,
            hidesItself: hidesItself
        )
    }

    /// The claim about one validator that is linked with a sentry and asks it to be hidden.
    private static func claim(
        _ hidden: [HiddenIdentity]? = nil,
        crawls: [CrawlObservation],
        gossip: [GossipObservation] = []
    ) throws -> Claim {
        .validatorHidden(
            try hidden ?? [Self.validator()],
            links: [try Self.link()],
            crawls: crawls,
            gossip: gossip
        )
    }

    /// A crawl with rows, read as the crawler reads it.
    private static func crawl(_ rows: String..., before: String = "") throws -> CrawlObservation {
        let body = "{\(before)\"overlay\":{\"active\":[\(rows.joined(separator: ","))]}}"
        let listing = try CrawlListing(json: [UInt8](body.utf8))
        return CrawlObservation(
            vantage: try Seen.host("outsider"),
            endpoint: try Seen.endpoint("198.51.100.11:50333"),
            answer: .listed(body: Array(body.utf8), listing.peers)
        )
    }

    private static func failed(
        isLearned: Bool = true,
        _ answer: CrawlObservation.Answer = .absent("TCP: no answer in time")
    ) throws -> CrawlObservation {
        CrawlObservation(
            vantage: try Seen.host("outsider"),
            endpoint: try Seen.endpoint("198.51.100.12:50333"),
            isLearned: isLearned,
            answer: answer
        )
    }

    @Test("a sentry that gave no list keeps the claim open, and so does a node that was learned of and gave none")
    func doubts() throws {
        let doubtful: [(Bool, CrawlObservation.Answer)] = [
            (false, .absent("no answer in time")), (false, .failed("status 500")), (true, .failed("TLS: closed")),
            (true, .failed("not asked: the crawl had reached its limit")),
        ]
        for (isLearned, answer) in doubtful {
            let other = try Self.failed(isLearned: isLearned, answer)
            let claim = try Self.claim(crawls: [try Self.crawl(), other])
            #expect(claim.outcome == .unsettled)
        }
    }

    @Test("an answer that is no list is searched as well")
    func leakInFailure() throws {
        let other = try Self.failed(
            isLearned: true,
            .failed("status 503", body: Array("{\"peer-ips\":[\"10.1.10.5:50333\"]}".utf8))
        )
        let claim = try Self.claim(crawls: [try Self.crawl(), other])
        #expect(claim.outcome == .violated)
    }

    @Test("holds if no crawl names the validator, and says what a stock server would show")
    func holds() throws {
        let claim = try Self.claim(crawls: [try Self.crawl(), try Self.failed()])
        #expect(claim.id == .validatorHidden)
        #expect(claim.outcome == .holds)
        #expect(claim.evidence.count == 3)
        #expect(claim.texts.contains("1 of 2 crawls answered"))
        #expect(
            claim.texts.contains(
                "sentry-1: remains visible where the stock server runs: validator-1 in its /crawl, with key \(Self.nodeKey.base64.prefix(8))…, "
                    + "without its address"
            )
        )
        #expect(claim.texts.contains("198.51.100.12:50333: TCP: no answer in time"))
    }

    @Test("is violated by the validator's row, also without its address: the server does not protect it")
    func violatedByRow() throws {
        let claim = try Self.claim(crawls: [try Self.crawl(Self.row)])
        #expect(claim.outcome == .violated)
        #expect(claim.texts.contains("/crawl of 198.51.100.11:50333 holds the node key of validator-1"))
    }

    @Test("is violated if a validator does not ask to be hidden, whatever the crawls hold", arguments: [true, false])
    func violatedByHandshake(isPublic: Bool) throws {
        let links = [try Self.link(), try Self.link(with: "other", isPublic: isPublic, hidesItself: false)]
        let claim = Claim.validatorHidden([try Self.validator()], links: links, crawls: [try Self.crawl()])
        #expect(claim.outcome == .violated)
        #expect(
            claim.texts.contains(
                "other: validator-1 does not ask to be hidden: a stock server shows everybody its address (10.1.10.5)"
            )
        )
    }

    @Test("is unsettled if nobody says whether the validator asks to be hidden")
    func unsettledHandshake() throws {
        let links = [try Self.link(hidesItself: nil)]
        let claim = Claim.validatorHidden([try Self.validator()], links: links, crawls: [try Self.crawl()])
        #expect(claim.outcome == .unsettled)
        #expect(claim.texts.contains("does not say whether validator-1 asks to be hidden"))
    }

    @Test(
        "is violated by the address in any field of any row",
        arguments: [
            #"{"ip":"10.1.10.5","public_key":"x","type":"in"}"#,
            #"{"ip":"10.1.10.5","port":50333}"#,
            #"{"ip":"10.1.10.5:50333"}"#,
            #"{"ip":"::ffff:10.1.10.5"}"#,
            #"{"public_key":"10.1.10.5"}"#,
            #"{"version":"skywelld at 10.1.10.5"}"#,
            #"{"something":{"else":["tcp://10.1.10.5/"]}}"#,
            #"{"10.1.10.5":1}"#,
            #"{"ip":"198.51.100.9","note":"10.1.10.51, 10.1.10.5"}"#,
            #"{"note":"10.1.10.5."}"#,
            #""10.1.10.5""#,
            #"["10.1.10.5"]"#,
        ]
    )
    func violatedByField(row: String) throws {
        let claim = try Self.claim(crawls: [try Self.crawl(row)])
        #expect(claim.outcome == .violated, "\(row)")
        #expect(claim.evidence.first?.vantage == "outsider")
        #expect(claim.texts.contains("holds the address 10.1.10.5 of validator-1"))
    }

    @Test("is violated by an address outside the list")
    func violatedOutside() throws {
        let crawl = try Self.crawl(before: #""seen":["10.1.10.5"],"#)
        #expect(try Self.claim(crawls: [crawl]).outcome == .violated)
    }

    @Test(
        "is violated by an address that JSON writes with escapes",
        arguments: [
            #"{"ip":"\u0031\u0030.1.10.5"}"#,
            #"{"ip":"10\u002e1\u002e10\u002e5"}"#,
            #"{"version":"10\u002e1\u002e10\u002e5"}"#,
            #"{"note":"\u0031\u0030.1.10.5"}"#,
            #"{"deep":[{"er":"10.1.10.\u0035"}]}"#,
        ]
    )
    func violatedByEscapes(row: String) throws {
        let claim = try Self.claim(crawls: [try Self.crawl(row)])
        #expect(claim.outcome == .violated, "\(row)")
    }

    @Test("is violated by the validation key, also where JSON escapes its slashes", arguments: [false, true])
    func violatedByKey(escaped: Bool) throws {
        let text = Self.validationKey.base64
        try #require(text.contains("/"))
        let key =
            escaped ? text.split(separator: "/", omittingEmptySubsequences: false).joined(separator: #"\/"#) : text
        let crawl = try Self.crawl(#"{"public_key":"\#(key)","type":"out"}"#)
        let claim = try Self.claim(crawls: [crawl])
        #expect(claim.outcome == .violated)
        #expect(claim.texts.contains("holds the validation key of validator-1"))
    }

    @Test(
        "is not violated by an address that only begins or ends like the validator's",
        arguments: [
            "10.1.10.51", "10.1.10.50", "110.1.10.5", "210.1.10.5", "10.1.10.55", "10.1.1.5", "10.11.10.5",
        ]
    )
    func toleratesNeighbours(address: String) throws {
        let claim = try Self.claim(crawls: [try Self.crawl(#"{"ip":"\#(address)","note":"\#(address)"}"#)])
        #expect(claim.outcome == .holds, "\(claim.texts)")
    }

    @Test("is violated by any of a validator's addresses, and each is named")
    func checksAllAddresses() throws {
        let validator = try Self.validator(["10.1.10.5", "198.51.100.253", "10.9.9.9"])
        let crawl = try Self.crawl(#"{"ip":"198.51.100.253"}"#, #"{"note":"10.9.9.9"}"#)
        let claim = try Self.claim([validator], crawls: [crawl])
        #expect(claim.outcome == .violated && claim.evidence.count == 2)
        #expect(claim.texts.contains("198.51.100.253") && claim.texts.contains("10.9.9.9"))
    }

    @Test("is unsettled if the validator was not linked with a public server when the crawls were made")
    func unsettledWithoutLink() throws {
        for links in [[], [try Self.link(isPublic: false)], [try Self.link(of: "validator-2")]] {
            let claim = Claim.validatorHidden([try Self.validator()], links: links, crawls: [try Self.crawl()])
            #expect(claim.outcome == .unsettled)
            #expect(claim.evidence.first?.vantage == "validator-1")
            #expect(claim.evidence.first?.text.contains("was not linked with a public server") == true)
        }
    }

    @Test("a leak counts although the validator was not linked any more")
    func leakOutweighsAbsence() throws {
        let crawl = try Self.crawl(#"{"ip":"10.1.10.5"}"#)
        #expect(Claim.validatorHidden([try Self.validator()], links: [], crawls: [crawl]).outcome == .violated)
    }

    @Test("is unsettled without an answer, without crawls, and without validators")
    func unsettledWithoutObservation() throws {
        #expect(try Self.claim(crawls: [try Self.failed()]).outcome == .unsettled)
        #expect(try Self.claim(crawls: []).outcome == .unsettled)
        #expect(try Self.claim([], crawls: [try Self.crawl()]).outcome == .unsettled)
        #expect(try Self.claim([], crawls: []).outcome == .unsettled)
    }

    private static func behindRelay() throws -> [HiddenIdentity] {
        let relay = try Seen.host("relay-1")
        return [
            HiddenIdentity(
                host: try Seen.host("validator-1"),
                addresses: [try Seen.address("10.1.10.5")],
                nodeKey: Self.nodeKey,
                validationKey: Self.validationKey,
                relays: [relay]
            ),
            HiddenIdentity(
                host: relay,
                addresses: [try Seen.address("10.1.10.70")],
                nodeKey: Self.relayKey,
                validationKey: nil
            ),
        ]
    }

    /// The validator's link with its relay, and the relay's with a sentry, which it does not ask to be hidden from.
    private static func relayLinks() throws -> [HiddenLink] {
        [
            try Self.link(with: "relay-1", isPublic: false),
            try Self.link(of: "relay-1", hidesItself: false),
        ]
    }

    @Test("behind a relay it holds if both links stand; what a stock server shows is the relay")
    func behindRelayHolds() throws {
        let claim = Claim.validatorHidden(
            try Self.behindRelay(),
            links: try Self.relayLinks(),
            crawls: [try Self.crawl()]
        )
        #expect(claim.outcome == .holds, "\(claim.texts)")
        #expect(
            claim.texts.contains(
                "relay-1 in its /crawl, with key \(Self.relayKey.base64.prefix(8))…, with an address of 10.1.10.70"
            )
        )
        #expect(!claim.texts.contains("validator-1 in its /crawl"))
    }

    @Test(
        "behind a relay, the key or address of either is a leak",
        arguments: [
            (row, "the node key of validator-1"), (#"{"public_key":"\#(relayKey.base64)"}"#, "the node key of relay-1"),
            (#"{"ip":"10.1.10.70"}"#, "the address 10.1.10.70 of relay-1"),
        ]
    )
    func behindRelayLeaks(row: String, leak: String) throws {
        let claim = Claim.validatorHidden(
            try Self.behindRelay(),
            links: try Self.relayLinks(),
            crawls: [try Self.crawl(row)]
        )
        #expect(claim.outcome == .violated)
        #expect(claim.texts.contains("holds \(leak)"))
    }

    @Test("behind a relay it is unsettled unless both links stand", arguments: [0, 1])
    func behindRelayUnsettled(missing: Int) throws {
        var links = try Self.relayLinks()
        links.remove(at: missing)
        let claim = Claim.validatorHidden(try Self.behindRelay(), links: links, crawls: [try Self.crawl()])
        #expect(claim.outcome == .unsettled)
        #expect(claim.texts.contains("was not linked with a public server by any relay"))
    }

    @Test("one validator that was not linked keeps the claim open for all")
    func everyValidatorCounts() throws {
        let other = HiddenIdentity(
            host: try Seen.host("validator-2"),
            addresses: [try Seen.address("10.1.10.6")],
            nodeKey: Self.key("another"),
            validationKey: Self.key("yet another")
        )
        let claim = try Self.claim([try Self.validator(), other], crawls: [try Self.crawl()])
        #expect(claim.outcome == .unsettled)
        #expect(claim.evidence.first?.vantage == "validator-2")
    }

    // MARK: - Gossip

    private static func gossip(
        told: [String] = ["192.0.2.2"],
        isComplete: Bool = true,
        failure: String? = nil
    ) throws -> GossipObservation {
        GossipObservation(
            vantage: try Seen.host("outsider"),
            server: try Seen.host("sentry-1"),
            endpoint: try Seen.endpoint("198.51.100.11:50333"),
            lies: [try Seen.address("198.51.100.5")],
            decoy: try Seen.address("192.0.2.2"),
            told: try told.map { try Seen.address($0) },
            isComplete: isComplete,
            failure: failure
        )
    }

    @Test("a lie about a validator that comes back to another stranger is a leak, and so is its address without a lie")
    func violatedByGossip() throws {
        let hidden = [try Self.validator(["198.51.100.5", "198.51.100.6"])]
        for (address, source) in [("198.51.100.5", ", which a liar had told it"), ("198.51.100.6", "")] {
            let gossip = try Self.gossip(told: ["192.0.2.2", address])
            let claim = try Self.claim(hidden, crawls: [try Self.crawl()], gossip: [gossip])
            #expect(claim.outcome == .violated)
            #expect(
                claim.evidence.first?.text
                    == "sentry-1 (198.51.100.11:50333) tells strangers of \(address), an address of validator-1\(source)"
            )
        }
    }

    @Test("silence about a lie counts only if the decoy came back, all was told, and both strangers stayed")
    func gossipDoubts() throws {
        let hidden = [try Self.validator(["198.51.100.5"])]
        let doubtful = [
            try Self.gossip(told: []), try Self.gossip(isComplete: false), try Self.gossip(failure: "503, no slot"),
        ]
        for gossip in doubtful {
            let claim = try Self.claim(hidden, crawls: [try Self.crawl()], gossip: [gossip])
            #expect(claim.outcome == .unsettled, "\(claim.texts)")
        }
        let claim = try Self.claim(hidden, crawls: [try Self.crawl()], gossip: [try Self.gossip()])
        #expect(claim.outcome == .holds)
        #expect(claim.texts.contains("was told by a liar of 198.51.100.5 and of 192.0.2.2, which is nobody's"))
    }

    @Test("where no hidden address is public there is no lie about one, and what is told is searched all the same")
    func gossipWithoutLies() throws {
        let quiet = GossipObservation(
            vantage: try Seen.host("outsider"),
            server: try Seen.host("sentry-1"),
            endpoint: try Seen.endpoint("198.51.100.11:50333"),
            lies: [],
            decoy: try Seen.address("192.0.2.2"),
            told: [try Seen.address("192.0.2.2")],
            isComplete: true
        )
        let claim = try Self.claim(crawls: [try Self.crawl()], gossip: [quiet])
        #expect(claim.outcome == .holds)
        #expect(claim.texts.contains("was told by a liar of 192.0.2.2, which is nobody's"))
        let leak = try Self.gossip(told: ["192.0.2.2", "10.1.10.5"])
        #expect(try Self.claim(crawls: [try Self.crawl()], gossip: [leak]).outcome == .violated)
    }
}
