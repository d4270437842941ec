import Addressing
import Testing

@Suite struct PrefixTests {
    @Test("a prefix of either family is read whole or not at all")
    func reads() {
        #expect(IPPrefix("10.1.10.0/24")?.ipv4 == IPv4Prefix("10.1.10.0/24"))
        #expect(IPPrefix("10.1.10.55")?.description == "10.1.10.55/32")
        #expect(IPPrefix("fd00:10::/64")?.ipv6 == IPv6Prefix("fd00:10::/64"))
        #expect(IPPrefix("::1")?.description == "::1/128")
        for text in ["10.1.10.1/24", "10.1.10.0/33", "fd00::1/64", "fd00::/129", "/24", "x", ""] {
            #expect(IPPrefix(text) == nil, "\(text)")
        }
    }

    @Test("an IPv6 prefix holds its first and last address, and not their neighbours")
    func holds() throws {
        let prefix = try #require(IPv6Prefix("2001:db8:0:10::/60"))
        #expect(prefix.last.description == "2001:db8:0:1f:ffff:ffff:ffff:ffff")
        #expect(prefix.contains(prefix.network) && prefix.contains(prefix.last))
        #expect(!prefix.contains(IPv6Address(rawValue: prefix.network.rawValue - 1)))
        #expect(!prefix.contains(IPv6Address(rawValue: prefix.last.rawValue + 1)))
        let all = try #require(IPv6Prefix("::/0"))
        #expect(all.contains(prefix.last) && all.last.rawValue == .max)
    }

    @Test("two IPv6 prefixes overlap if one lies in the other")
    func overlaps() throws {
        let outer = try #require(IPv6Prefix("fd00::/16"))
        let inner = try #require(IPv6Prefix("fd00:10::/64"))
        let other = try #require(IPv6Prefix("fd01::/16"))
        #expect(outer.overlaps(inner) && inner.overlaps(outer) && outer.overlaps(outer))
        #expect(!outer.overlaps(other) && !inner.overlaps(other))
    }
}
