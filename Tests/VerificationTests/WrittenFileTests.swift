import Addressing
import Nftables
import Testing

@testable import Verification

@Suite struct WrittenFileTests {
    @Test(
        "a range of addresses is the fewest prefixes",
        arguments: [
            ("10.0.0.0", "10.255.255.255", ["10.0.0.0/8"]), ("10.0.0.1", "10.0.0.1", ["10.0.0.1/32"]),
            ("10.0.0.1", "10.0.0.6", ["10.0.0.1/32", "10.0.0.2/31", "10.0.0.4/31", "10.0.0.6/32"]),
            ("0.0.0.0", "255.255.255.255", ["0.0.0.0/0"]),
            ("255.255.255.254", "255.255.255.255", ["255.255.255.254/31"]),
        ]
    )
    func covering(first: String, last: String, prefixes: [String]) throws {
        let range = try #require(IPv4Address(first))...(try #require(IPv4Address(last)))
        #expect(IPPrefix.covering(range).map(\.description) == prefixes)
    }

    @Test("a range of IPv6 addresses is the fewest prefixes, up to all of them")
    func coveringIPv6() throws {
        let first = try #require(IPv6Address("fd00::"))
        let last = try #require(IPv6Address("fd00::ffff"))
        #expect(IPPrefix.covering(first...last).map(\.description) == ["fd00::/112"])
        let all = IPv6Address(rawValue: 0)...IPv6Address(rawValue: .max)
        #expect(IPPrefix.covering(all).map(\.description) == ["::/1", "8000::/1"])
    }

    @Test(
        "a file that does more than replace its own table is objected to",
        arguments: [
            ("", ""), ("define x = 1\n", ""), ("flush ruleset\n", "'flush ruleset' (x.nft:1)"),
            ("table ip nat { chain c { accept\n}; }\n", "'table ip nat' (x.nft:1)"),
            ("delete table inet filter\n", "'delete table inet filter' (x.nft:1)"),
            ("add rule inet filter input drop\n", "'rule inet filter input drop' (x.nft:1)"),
            ("include \"more.nft\"\n", "includes other files"),
            ("delete set inet filter x\n", "'delete set inet filter x' (x.nft:1)"),
            ("flush table inet picket\n", "'flush table inet picket' (x.nft:1)"),
            ("table inet picket-slots {\n}\n", "does not flush table inet picket-slots first"),
            ("table inet picket-slots\nflush table inet picket-slots\ntable inet picket-slots {\n}\n", ""),
            ("add table inet picket-slots\ndelete table inet picket-slots\n", ""),
            ("add set inet picket-slots x { type ipv4_addr; }\ndelete set inet picket-slots x\n", ""),
            ("add chain inet picket-slots c\ndelete chain inet picket-slots c\n", ""),
        ]
    )
    func ownTable(start: String, words: String) {
        let own =
            "table inet picket\ndelete table inet picket\ntable inet picket {\n\tchain input {\n\t\tdrop\n\t}\n}\n"
        let objections = OwnTableOnly(RulesetSource(file: "x.nft", text: start + own), RulesetListing(tables: []))
            .objections
        #expect(objections.count == (words.isEmpty ? 0 : 1), "\(objections)")
        #expect(words.isEmpty || objections.contains { $0.contains(words) }, "\(objections)")
    }

    @Test("a file that does not clear its table is objected to: a reload would add to it")
    func notCleared() {
        let text = "table inet picket {\n\tchain input {\n\t\tdrop\n\t}\n}\n"
        #expect(
            OwnTableOnly(RulesetSource(file: "x.nft", text: text), RulesetListing(tables: [])).objections.count == 1
        )
    }
}
