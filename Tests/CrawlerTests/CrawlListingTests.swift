import Addressing
import PeerProtocol
import Testing

@testable import Crawler

@Suite("Crawl listing")
struct CrawlListingTests {
    private func read(_ json: String) -> Result<CrawlListing, CrawlListing.Failure> {
        Result { () throws(CrawlListing.Failure) in try CrawlListing(json: [UInt8](json.utf8)) }
    }

    private func peers(_ entries: String) throws -> [ListedPeer] {
        try self.read("{\"overlay\":{\"active\":[\(entries)]}}").get().peers
    }

    @Test("reads what stock servers write: number and string ports, entries without address")
    func stock() throws {
        let peers = try self.peers(
            """
            {"ip":"10.77.0.22","port":50333,"public_key":"A8Ez","type":"in","version":"skywelld-0.29.60"},\
            {"ip":"10.77.0.21","port":"50334","public_key":"Apgo","type":"out","version":"truechain-0.29.60"},\
            {"public_key":"A6YN","type":"in","version":"skywelld-0.29.60"}
            """
        )
        #expect(
            peers == [
                ListedPeer(
                    addressText: "10.77.0.22",
                    port: 50333,
                    publicKey: "A8Ez",
                    direction: .inbound,
                    version: "skywelld-0.29.60"
                ),
                ListedPeer(
                    addressText: "10.77.0.21",
                    port: 50334,
                    publicKey: "Apgo",
                    direction: .outbound,
                    version: "truechain-0.29.60"
                ),
                ListedPeer(publicKey: "A6YN", direction: .inbound, version: "skywelld-0.29.60"),
            ]
        )
        #expect(peers.map(\.address) == [IPv4Address("10.77.0.22"), IPv4Address("10.77.0.21"), nil])
    }

    @Test("reads what we write, in both forms", arguments: [CrawlDocument.Form.documented, .stock])
    func roundTrip(form: CrawlDocument.Form) throws {
        let document = CrawlDocument(active: [
            CrawlEntry(
                publicKey: "A8Ez",
                direction: .outbound,
                address: IPv4Address(rawValue: 0x0A00_0001),
                port: 50333,
                uptime: 12,
                version: "a \"b\" \n ü"
            ),
            CrawlEntry(publicKey: "A6YN", direction: .inbound),
        ])
        let listing = try self.read(document.json(form)).get()
        #expect(
            listing.peers == [
                ListedPeer(
                    addressText: "10.0.0.1",
                    port: 50333,
                    publicKey: "A8Ez",
                    direction: .outbound,
                    version: "a \"b\" \n ü",
                    uptime: form == .documented ? 12 : nil
                ),
                ListedPeer(publicKey: "A6YN", direction: .inbound),
            ]
        )
        #expect(listing.unreadableCount == 0)
    }

    @Test("no peers are an empty listing")
    func empty() throws {
        #expect(try self.read("{\"overlay\":{\"active\":[]}}\n").get() == CrawlListing(peers: []))
    }

    @Test(
        "members that are not understood are missing, the others are there",
        arguments: [
            #"{"ip":"10.0.0.1","port":0}"#, #"{"ip":"10.0.0.1","port":"70000"}"#, #"{"ip":"10.0.0.1","port":-1}"#,
            #"{"ip":"10.0.0.1","port":1.5}"#, #"{"ip":"10.0.0.1","port":{"x":[]}}"#, #"{"ip":"10.0.0.1","port":null}"#,
            #"{"ip":"10.0.0.1","type":"sideways","uptime":"never","version":7,"public_key":[1]}"#,
            #"{"ip":"10.0.0.1","unknown":{"deep":[[[]]]}}"#,
        ]
    )
    func tolerant(entry: String) throws {
        #expect(try self.peers(entry) == [ListedPeer(addressText: "10.0.0.1")])
    }

    @Test(
        "an address that is none is kept as text, so that nothing shown is overlooked",
        arguments: [
            "::ffff:10.0.0.1", "10.0.0.1:50333", "010.0.0.1", "validator-1", "",
        ]
    )
    func strangeAddress(text: String) throws {
        let peer = try #require(try self.peers("{\"ip\":\"\(text)\"}").first)
        #expect(peer.addressText == text)
        #expect(peer.address == nil)
    }

    @Test("an entry that is no object hides none of the others")
    func unreadableEntries() throws {
        let listing = try self.read(#"{"overlay":{"active":[1,"x",null,[],{"ip":"10.0.0.1"},true]}}"#).get()
        #expect(listing.peers == [ListedPeer(addressText: "10.0.0.1")])
        #expect(listing.unreadableCount == 5)
    }

    @Test(
        "a body without a list has no listing",
        arguments: [
            "{}", "[]", "1", "null", #"{"overlay":[]}"#, #"{"overlay":{}}"#, #"{"overlay":{"active":{}}}"#,
            #"{"overlay":{"active":null}}"#, #"{"Overlay":{"active":[]}}"#,
        ]
    )
    func noList(json: String) {
        #expect(self.read(json) == .failure(.noList))
    }

    @Test(
        "a body that is no JSON has no listing",
        arguments: [
            "", "Forbidden\r\n", "{", #"{"overlay":{"active":[}}"#, #"{"overlay":{"active":[]}}x"#, "\u{0}\u{1}",
            String(repeating: "[", count: 100_000), String(repeating: #"{"overlay":"#, count: 100_000),
        ]
    )
    func notJSON(json: String) {
        #expect(self.read(json) == .failure(.notJSON))
    }

    @Test("bytes that are no text have no listing, and inside an entry spoil that entry alone")
    func notText() {
        let body = [UInt8](#"{"overlay":{"active":[{"ip":""#.utf8) + [0xFF, 0xFE] + [UInt8](#""}]}}"#.utf8)
        #expect(throws: CrawlListing.Failure.notJSON) { try CrawlListing(json: [0xFF, 0xFE] + body) }
        #expect(throws: Never.self) { try CrawlListing(json: body) }
    }

    @Test("the longest list is read, and one entry more is refused", arguments: [0, 1])
    func longest(excess: Int) {
        let entries = Array(repeating: "{}", count: CrawlListing.entriesMaximum + excess).joined(separator: ",")
        switch self.read("{\"overlay\":{\"active\":[\(entries)]}}") {
        case .success(let listing): #expect(excess == 0 && listing.peers.count == CrawlListing.entriesMaximum)
        case .failure(let failure): #expect(excess == 1 && failure == .tooManyEntries)
        }
    }
}
