import Addressing
import Crawler
import PeerProtocol
import Skywelld
import Testing
import Topology
import Verification

/// What a claim that validators are hidden makes of all that strangers hear.
@Suite struct PeerTalkTests {
    private static let nodeKey = Self.key("node")
    private static let validationKey = Self.key("validation")

    private static func key(_ name: String) -> NodePublicKey {
        NodeKey(seed: Seed(passphrase: "test-only \(name)")).publicKey
    }

    /// The claim about one validator that is linked with a sentry and asks it to be hidden.
    private static func claim(crawls: [CrawlObservation], talks: [PeerTalk] = []) throws -> Claim {
        let host = try Seen.host("validator-1")
        let sentry = try Seen.host("sentry-1")
        let validator = HiddenIdentity(
            host: host,
            addresses: [try Seen.address("10.1.10.5")],
            nodeKey: Self.nodeKey,
            validationKey: Self.validationKey
        )
        let link = HiddenLink(hidden: host, seenBy: sentry, isSeenInPublic: true, hidesItself: true)
        return .validatorHidden([validator], links: [link], crawls: crawls, talks: talks)
    }

    /// A list of nobody.
    private static func crawl() throws -> CrawlObservation {
        CrawlObservation(
            vantage: try Seen.host("outsider"),
            endpoint: try Seen.endpoint("198.51.100.11:50333"),
            answer: .listed(body: Array("{}".utf8), [])
        )
    }

    private static func talk(
        _ frames: [Frame],
        answer: String = "HTTP/1.1 101 Switching Protocols\r\n\r\n"
    ) throws
        -> PeerTalk
    {
        PeerTalk(
            vantage: try Seen.host("outsider"),
            server: try Seen.host("sentry-1"),
            endpoint: try Seen.endpoint("198.51.100.11:50333"),
            said: Array(answer.utf8) + frames.flatMap(\.bytes),
            frames: frames
        )
    }

    private static func announcement(of address: String, hops: UInt32) throws -> Frame {
        Message.endpoints(Endpoints([.init(try Seen.address(address), 50_333, hops: hops)])).frame
    }

    @Test(
        "is violated by an announcement of the hidden address, at whatever number of hops",
        arguments: [UInt32(0), 1, 6, 7]
    )
    func violatedByAnnouncement(hops: UInt32) throws {
        let talk = try Self.talk([try Self.announcement(of: "10.1.10.5", hops: hops)])
        let claim = try Self.claim(crawls: [try Self.crawl()], talks: [talk])
        #expect(claim.outcome == .violated)
        #expect(
            claim.evidence.first?.text
                == "sentry-1 (198.51.100.11:50333) tells its peers the address 10.1.10.5 of validator-1"
        )
    }

    @Test("is violated by the node key in any form that a crawl may hold", arguments: Self.keyForms)
    func violatedByKeyForm(form: [UInt8]) throws {
        let crawl = CrawlObservation(
            vantage: try Seen.host("outsider"),
            endpoint: try Seen.endpoint("198.51.100.12:50333"),
            answer: .failed("status 500", body: Array("log: ".utf8) + form + Array("\n".utf8))
        )
        let claim = try Self.claim(crawls: [try Self.crawl(), crawl])
        #expect(claim.outcome == .violated)
        #expect(claim.evidence.first?.text == "/crawl of 198.51.100.12:50333 holds the node key of validator-1")
    }

    @Test("is violated by the node key in any form that a peer may tell, in whatever message", arguments: Self.keyForms)
    func violatedByTalkOfKey(form: [UInt8]) throws {
        for type in MessageType.allCases {
            let claim = try Self.claim(
                crawls: [try Self.crawl()],
                talks: [try Self.talk([Frame(type, [1, 2] + form + [3])])]
            )
            #expect(claim.outcome == .violated, "\(type)")
            #expect(claim.texts.contains("tells its peers the node key of validator-1"))
        }
    }

    static let keyForms: [[UInt8]] = {
        let key = Self.nodeKey
        let hexadecimal = key.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let texts = [key.base64, key.base58, hexadecimal, hexadecimal.uppercased()]
        return texts.map { Array($0.utf8) } + [key.bytes]
    }()

    @Test("is violated by the hidden address in a refusal, and in a cluster's or an old message's list of addresses")
    func violatedByOtherMessages() throws {
        let refusal = "HTTP/1.1 503 Busy\r\n\r\n{\"peer-ips\":[\"10\\u002e1.10.5:50333\"]}"
        let talks = [
            try Self.talk([], answer: refusal),
            try Self.talk([Frame(.cluster, [0x12, 0x0B, 0x0A, 0x09] + Array("10.1.10.5".utf8))]),
            try Self.talk([Frame(.peers, [0x0D, 10, 1, 10, 5])]),
        ]
        for talk in talks {
            #expect(try Self.claim(crawls: [try Self.crawl()], talks: [talk]).outcome == .violated)
        }
    }

    @Test("a vote carries the validation key, and may hold four bytes that look like an address: neither is a leak")
    func toleratesVotes() throws {
        let vote = Frame(.validation, [10, 1, 10, 5] + Self.validationKey.bytes)
        let own = Message.endpoints(Endpoints([.own(50_333)])).frame
        let neighbour = try Self.announcement(of: "10.1.10.6", hops: 1)
        let talk = try Self.talk([vote, own, neighbour, .emptyEndpoints])
        let claim = try Self.claim(crawls: [try Self.crawl()], talks: [talk])
        #expect(claim.outcome == .holds, "\(claim.texts)")
        let said =
            "outsider: \(talk.said.count) bytes heard as a peer of sentry-1: no address and no node key in any form"
        #expect(claim.texts.contains(said))
    }
}
