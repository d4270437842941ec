import TestSupport
import Testing

@testable import Nftables

@Suite struct ListingTests {
    private static func sample(_ name: String) throws -> RulesetListing {
        try RulesetListing(json: Repository.bytes("Tests/Vectors/nftables/samples/\(name).json"))
    }

    @Test(
        "no statement of a listing by nft is unknown",
        arguments: ["everything", "more", "sentry", "validator", "full-sentry"]
    )
    func knowsStatements(name: String) throws {
        let listing = try Self.sample(name)
        let rules = listing.tables.flatMap(\.chains).flatMap(\.rules)
        #expect(rules.count > 5)
        for statement in rules.flatMap(\.statements) {
            if case .unknown(let name) = statement { Issue.record("'\(name)' is unknown") }
        }
    }

    @Test("every rule of a listing can be found by its words")
    func words() throws {
        let chain = try #require(Self.sample("sentry").tables[0].chains.first)
        #expect(
            chain.rules.map(\.description) == [
                "iifname lo accept",
                "meta nfproto ipv6 counter name \"ipv6-dropped\" drop comment \"this server speaks IPv4 only\"",
                "ct state established accept",
                "meta l4proto icmp ct state related accept comment \"errors about our own flows\"",
                "ip saddr @administration tcp dport 22 accept",
                "icmp type { destination-unreachable, echo-request, time-exceeded, parameter-problem } accept",
                "tcp dport 61000 accept comment \"peers, from anywhere\"",
                "counter name \"inbound-dropped\" drop",
            ]
        )
    }

    @Test("a ceiling on connections is read with its number, and only if it matches above it")
    func ceilings() throws {
        let statements = try [#"{"val": 11, "inv": true}"#, #"{"val": 11}"#].map { body in
            let table = #"{"table": {"family": "inet", "name": "t", "handle": 1}}"#
            let chain = #"{"chain": {"family": "inet", "table": "t", "name": "c", "handle": 2}}"#
            let rule =
                #"{"rule": {"family": "inet", "table": "t", "chain": "c", "handle": 3, "expr": [{"ct count": \#(body)}]}}"#
            let json = #"{"nftables": [\#(table), \#(chain), \#(rule)]}"#
            return try RulesetListing(json: json.utf8).tables[0].chains[0].rules[0].statements
        }
        #expect(statements == [[.connectionsOver(11)], [.undecidable("ct count")]])
    }

    @Test("base chains have their hook, priority and policy")
    func chains() throws {
        let chains = try Self.sample("everything").tables.flatMap(\.chains)
        let bases = chains.compactMap(\.base)
        #expect(bases.map(\.hook) == ["input", "prerouting", "postrouting", "prerouting", "input", "ingress"])
        #expect(bases.map(\.priority) == [-5, -100, 100, -300, 1, 0])
        #expect(bases.map(\.type) == ["filter", "nat", "nat", "filter", "filter", "filter"])
        #expect(bases.map(\.dropsByPolicy) == [true, false, false, false, false, false])
        #expect(bases.last?.device == nil || bases.last?.device == "lo")
    }

    @Test("sets have their types and elements")
    func sets() throws {
        let sets = try Self.sample("everything").tables[0].sets
        #expect(sets.map(\.name) == ["s4", "dyn", "cc", "cci", "vm", "mm"])
        #expect(sets.map(\.types.count) == [1, 1, 2, 2, 1, 1])
        #expect(sets.map(\.elements.count) == [2, 0, 2, 2, 2, 1])
        #expect(sets[1].hasTimeout)
        #expect(sets[0].elements.map(\.description) == ["10.0.0.0-10.255.255.255", "192.168.1.1-192.168.1.9"])
        #expect(sets[3].elements.map(\.description) == ["1.2.3.0-1.2.3.255 . 80-90", "1.2.4.5 . 443"])
        #expect(sets[4].elements.map(\.description) == ["22 : accept", "80 : jump other"])
        #expect(sets[5].elements.map(\.description) == ["1.1.1.1 : 7"])
    }

    @Test(
        "what is no listing is refused, and where",
        arguments: [
            ("", 0), ("{", 1), ("[]", 0), (#"{"nftables": 1}"#, 0), (#"{"nftables": []} x"#, 17),
            (#"{"nftables": [}"#, 14), (#"{"nftables": ["a]"#, 17), (#"{"nftables" []}"#, 12),
            (#"{"nftables": [{"rule": {"family": "ip", "table": "t", "chain": "c", "expr": []}}]}"#, 23),
            (#"{"nftables": [{"table": {"name": "t"}}]}"#, 24),
            (
                #"{"nftables": [{"table": {"family": "ip", "name": "t"}}, {"chain": {"family": "ip", "table": "t", "name": "c", "hook": "input"}}]}"#,
                66
            ),
            ("{\"nftables\": [\"\u{1}\"]}", 15),
        ]
    )
    func refuses(text: String, offset: Int) {
        let error = #expect(throws: ListingError.self) { try RulesetListing(json: text.utf8) }
        #expect(error?.offset == offset, "\(error.map { "\($0)" } ?? "")")
    }

    @Test("a listing that is nested too deep is refused before the stack ends")
    func depth() {
        let text = #"{"nftables": "# + String(repeating: "[", count: 100_000)
        let error = #expect(throws: ListingError.self) { try RulesetListing(json: text.utf8) }
        #expect(error?.message.contains("nested") == true)
    }

    @Test("texts with escapes are read")
    func escapes() throws {
        let text = #"{"nftables": [{"table": {"family": "ip", "name": "a\"\\\u00e9\ud83d\ude00\n"}}]}"#
        #expect(try RulesetListing(json: text.utf8).tables.map(\.name) == ["a\"\\é😀\n"])
    }

    @Test("a listing cut off anywhere is refused, never read in part")
    func cut() throws {
        let bytes = try Repository.bytes("Tests/Vectors/nftables/samples/sentry.json")
        let end = try #require(bytes.lastIndex(of: UInt8(ascii: "}")))
        for length in stride(from: 0, to: end, by: 7) {
            #expect(throws: ListingError.self) { try RulesetListing(json: bytes[..<length]) }
        }
    }
}
