import Testing

@testable import Nftables

@Suite struct CounterListingTests {
    @Test("reads names and packets, whatever else is listed")
    func reads() throws {
        let json = """
            {"nftables": [{"metainfo": {"version": "1.0.6", "release_name": "Lester Gooch #5", "json_schema_version": 1}},
             {"counter": {"family": "inet", "name": "inbound-dropped", "table": "picket", "handle": 2, "packets": 65535, "bytes": 4}},
             {"set": {"name": "links", "elem": [1, "x", null]}},
             {"counter": {"family": "inet", "name": "empty", "table": "picket", "handle": 3, "packets": 0, "bytes": 0}}]}
            """
        #expect(try CounterListing.packetCounts(json: json) == ["inbound-dropped": 65_535, "empty": 0])
    }

    @Test("a listing without counters is empty")
    func readsNone() throws {
        #expect(try CounterListing.packetCounts(json: #"{"nftables": []}"#).isEmpty)
        #expect(try CounterListing.packetCounts(json: #"{"nftables": [{"metainfo": {}}, {}]}"#).isEmpty)
    }

    @Test("a counter can hold as much as 64 bits")
    func readsLargest() throws {
        let json = #"{"nftables": [{"counter": {"name": "x", "packets": 18446744073709551615}}]}"#
        #expect(try CounterListing.packetCounts(json: json) == ["x": UInt64.max])
    }

    @Test("counters of one name, in one table and another, count together")
    func readsAll() throws {
        let json =
            #"{"nftables": [{"counter": {"name": "x", "packets": 1}}, {"counter": {"name": "x", "packets": 2}}]}"#
        #expect(try CounterListing.packetCounts(json: json) == ["x": 3])
    }

    @Test(
        "what is no listing is an error with a reason, never a crash or a wrong count",
        arguments: [
            "", " ", "nftables", "{", "{}", "[]", "null", "\u{0}", #"{"nftables": {}}"#, #"{"nftables": [1]}"#,
            #"{"nftables": ["counter"]}"#, #"{"nftables": [{"counter": {}}]}"#,
            #"{"nftables": [{"counter": {"name": "x"}}]}"#,
            #"{"nftables": [{"counter": {"packets": 1}}]}"#,
            #"{"nftables": [{"counter": {"name": 7, "packets": 1}}]}"#,
            #"{"nftables": [{"counter": {"name": "x", "packets": "1"}}]}"#,
            #"{"nftables": [{"counter": {"name": "x", "packets": -1}}]}"#,
            #"{"nftables": [{"counter": {"name": "x", "packets": 1.5}}]}"#,
            #"{"nftables": [{"counter": {"name": "x", "packets": 18446744073709551616}}]}"#,
            #"{"nftables": [{"counter": {"name": "x", "packets": 1e40}}]}"#,
            #"{"nftables": [{"counter": {"name": "x", "packets": 1}}"#,
        ]
    )
    func refuses(json: String) {
        Self.expectRefusal(json)
    }

    @Test("nesting without end is an error as well")
    func refusesNesting() {
        Self.expectRefusal(String(repeating: "[", count: 100_000))
        Self.expectRefusal("{\"nftables\":" + String(repeating: "[", count: 5_000))
        Self.expectRefusal(String(repeating: "{\"nftables\":", count: 20_000))
    }

    private static func expectRefusal(_ json: String) {
        let error = #expect(throws: NftablesError.self) { try CounterListing.packetCounts(json: json) }
        #expect(error?.command == "list counters")
        #expect(error?.message.hasPrefix("unreadable listing: ") == true)
    }
}

@Suite struct NftablesErrorTests {
    @Test("says what libnftables said, or what was asked if it said nothing")
    func describes() {
        #expect(NftablesError(command: "list x", message: "no such file").description == "nftables: no such file")
        #expect(NftablesError(command: "list x", message: "").description == "nftables: refused: list x")
    }
}

@Suite struct CounterNameTests {
    @Test("prints as nft writes it")
    func prints() {
        let name: CounterName = "inbound-dropped"
        #expect("\(name)" == "inbound-dropped")
        #expect(name == CounterName(rawValue: "inbound-dropped"))
        #expect(name != "inbound_dropped")
    }
}
