import Addressing
import Crawler
import PeerProtocol
import Testing
import Topology
import Verification

@Suite struct ValidatorHiddenTests {
    private static let nodeKey = "A5W04cQRnodeKeynodeKeynodeKeynodeKeynodeKey+"
    private static let validationKey = "A1validationKey/validationKey/validationKey+"
    /// The row that the protocol leaves of a private peer.
    private static let row = #"{"public_key":"\#(nodeKey)","type":"in","version":"skywelld-0.29.60"}"#

    private static func validator(_ addresses: [String] = ["10.1.10.5"]) throws -> HiddenIdentity {
        HiddenIdentity(
            host: try Seen.host("validator-1"),
            addresses: try addresses.map { try Seen.address($0) },
            nodeKey: Self.nodeKey,
            validationKey: Self.validationKey
        )
    }

    /// A crawl with the validator's row and further rows, read as the crawler reads it.
    private static func crawl(_ rows: String..., before: String = "", withRow: Bool = true) throws -> CrawlObservation {
        let all = ((withRow ? [Self.row] : []) + rows).joined(separator: ",")
        let body = "{\(before)\"overlay\":{\"active\":[\(all)]}}"
        let listing = try CrawlListing(json: [UInt8](body.utf8))
        return CrawlObservation(
            vantage: try Seen.host("outsider"),
            endpoint: try Seen.endpoint("198.51.100.11:50333"),
            answer: .listed(body: body, listing.peers)
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
            let claim = Claim.validatorHidden([try Self.validator()], crawls: [try Self.crawl(), other])
            #expect(claim.outcome == .unsettled)
        }
    }

    @Test("an answer that is no list is searched as well")
    func leakInFailure() throws {
        let other = try Self.failed(
            isLearned: true,
            .failed("status 503", body: "{\"peer-ips\":[\"10.1.10.5:50333\"]}")
        )
        let claim = Claim.validatorHidden([try Self.validator()], crawls: [try Self.crawl(), other])
        #expect(claim.outcome == .violated)
    }

    @Test("holds if the validator's row is there and its address is not; the row is reported as what remains visible")
    func holds() throws {
        let claim = Claim.validatorHidden([try Self.validator()], crawls: [try Self.crawl(), try Self.failed()])
        #expect(claim.id == .validatorHidden)
        #expect(claim.outcome == .holds)
        #expect(claim.evidence.count == 3)
        #expect(claim.texts.contains("1 of 2 crawls answered"))
        #expect(claim.texts.contains("remains visible: /crawl of 198.51.100.11:50333 has a row for validator-1"))
        #expect(claim.texts.contains("direction 'in', version 'skywelld-0.29.60'; no address"))
        #expect(claim.texts.contains("198.51.100.12:50333: TCP: no answer in time"))
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
        let claim = Claim.validatorHidden([try Self.validator()], crawls: [try Self.crawl(row)])
        #expect(claim.outcome == .violated, "\(row)")
        #expect(claim.evidence.first?.vantage == "outsider")
        #expect(claim.texts.contains("holds the address 10.1.10.5 of validator-1"))
    }

    @Test("is violated by an address outside the list")
    func violatedOutside() throws {
        let crawl = try Self.crawl(before: #""seen":["10.1.10.5"],"#)
        #expect(Claim.validatorHidden([try Self.validator()], crawls: [crawl]).outcome == .violated)
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
        let claim = Claim.validatorHidden([try Self.validator()], crawls: [try Self.crawl(row)])
        #expect(claim.outcome == .violated, "\(row)")
    }

    @Test("is violated by the validation key, also where JSON escapes its slashes", arguments: [false, true])
    func violatedByKey(escaped: Bool) throws {
        let key = escaped ? Self.validationKey.split(separator: "/").joined(separator: #"\/"#) : Self.validationKey
        let crawl = try Self.crawl(#"{"public_key":"\#(key)","type":"out"}"#)
        let claim = Claim.validatorHidden([try Self.validator()], crawls: [crawl])
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
        let claim = Claim.validatorHidden(
            [try Self.validator()],
            crawls: [try Self.crawl(#"{"ip":"\#(address)","note":"\#(address)"}"#)]
        )
        #expect(claim.outcome == .holds, "\(claim.texts)")
    }

    @Test("is violated by any of a validator's addresses, and each is named")
    func checksAllAddresses() throws {
        let validator = try Self.validator(["10.1.10.5", "198.51.100.253", "10.9.9.9"])
        let crawl = try Self.crawl(#"{"ip":"198.51.100.253"}"#, #"{"note":"10.9.9.9"}"#)
        let claim = Claim.validatorHidden([validator], crawls: [crawl])
        #expect(claim.outcome == .violated && claim.evidence.count == 2)
        #expect(claim.texts.contains("198.51.100.253") && claim.texts.contains("10.9.9.9"))
    }

    @Test("is unsettled if the validator was not connected when the crawls were made")
    func unsettledWithoutRow() throws {
        let claim = Claim.validatorHidden(
            [try Self.validator()],
            crawls: [try Self.crawl(#"{"public_key":"other","type":"in"}"#, withRow: false)]
        )
        #expect(claim.outcome == .unsettled)
        #expect(claim.evidence.first?.text.contains("validator-1") == true)
    }

    @Test("a leak counts although the validator was not connected any more")
    func leakOutweighsAbsence() throws {
        let crawl = try Self.crawl(#"{"ip":"10.1.10.5"}"#, withRow: false)
        #expect(Claim.validatorHidden([try Self.validator()], crawls: [crawl]).outcome == .violated)
    }

    @Test("is unsettled without an answer, without crawls, and without validators")
    func unsettledWithoutObservation() throws {
        #expect(Claim.validatorHidden([try Self.validator()], crawls: [try Self.failed()]).outcome == .unsettled)
        #expect(Claim.validatorHidden([try Self.validator()], crawls: []).outcome == .unsettled)
        #expect(Claim.validatorHidden([], crawls: [try Self.crawl()]).outcome == .unsettled)
        #expect(Claim.validatorHidden([], crawls: []).outcome == .unsettled)
    }

    private static func behindRelay() throws -> HiddenIdentity {
        HiddenIdentity(
            host: try Seen.host("validator-1"),
            addresses: [try Seen.address("10.1.10.5")],
            nodeKey: Self.nodeKey,
            validationKey: Self.validationKey,
            relays: [HiddenIdentity.Relay(host: try Seen.host("relay-1"), nodeKey: "R")]
        )
    }

    @Test("behind a relay it holds if the relay's row is there, and neither the validator's address nor its key")
    func behindRelayHolds() throws {
        let crawl = try Self.crawl(#"{"public_key":"R","type":"in","ip":"10.1.10.70"}"#, withRow: false)
        let claim = Claim.validatorHidden([try Self.behindRelay()], crawls: [crawl])
        #expect(claim.outcome == .holds, "\(claim.texts)")
        #expect(claim.texts.contains("has a row for relay-1, which stands before validator-1"))
    }

    @Test("behind a relay the validator's own node key is a leak, and its row is no sign of a relay")
    func behindRelayKey() throws {
        let crawl = try Self.crawl(#"{"public_key":"R","type":"in"}"#)
        let claim = Claim.validatorHidden([try Self.behindRelay()], crawls: [crawl])
        #expect(claim.outcome == .violated)
        #expect(claim.texts.contains("holds the node key of validator-1"))
    }

    @Test("behind a relay it is unsettled if no relay was connected")
    func behindRelayUnsettled() throws {
        let crawl = try Self.crawl(#"{"public_key":"other","type":"in"}"#, withRow: false)
        let claim = Claim.validatorHidden([try Self.behindRelay()], crawls: [crawl])
        #expect(claim.outcome == .unsettled)
        #expect(claim.evidence.first?.text.contains("a relay of validator-1") == true)
    }

    @Test("one validator that was not connected keeps the claim open for all")
    func everyValidatorCounts() throws {
        let other = HiddenIdentity(
            host: try Seen.host("validator-2"),
            addresses: [try Seen.address("10.1.10.6")],
            nodeKey: "another",
            validationKey: "yet another"
        )
        let claim = Claim.validatorHidden([try Self.validator(), other], crawls: [try Self.crawl()])
        #expect(claim.outcome == .unsettled)
        #expect(claim.evidence.first?.text.contains("validator-2") == true)
    }
}
