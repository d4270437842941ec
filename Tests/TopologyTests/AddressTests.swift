import Addressing
import Diagnostics
import Testing
import Topology

@Suite struct AddressTests {
    private static func segment(_ cidr: String) -> String {
        file(segments: "internet: { public: true, cidr: 198.51.100.0/24 }\nbackbone: { cidr: \(cidr) }")
            .replacing(", backbone: 10.1.10.55", with: "")
    }

    private static func sentry(_ address: String) -> String {
        file(hosts: "a: { role: sentry, internet: \(address) }")
    }

    @Test(
        "P0301: what is no prefix is refused",
        arguments: ["10.1.10.0", "10.1.10/24", "10.1.10.0/33", "a/24", "10.1.10.0/24/1", "/"]
    )
    func refusesPrefixes(prefix: String) throws {
        try expectOne(.badPrefix, in: Self.segment("1️⃣\(prefix)2️⃣"))
    }

    @Test("P0301: an address in a network gets the network as help")
    func helpsWithHostBits() throws {
        #expect(try expectOne(.badPrefix, in: Self.segment("1️⃣10.1.10.7/242️⃣")).help == "write 10.1.10.0/24")
    }

    @Test("P0302: a segment or an attachment with IPv6 alone is refused")
    func refusesIPv6Alone() throws {
        try expectOne(.ipv6Alone, in: Self.segment("1️⃣fd00::/642️⃣"))
        try expectOne(.ipv6Alone, in: Self.segment("1️⃣['fd00::/64', 'fd01::/64']2️⃣"))
        let segments = "internet: { public: true, cidr: [198.51.100.0/24, '2001:db8::/64'] }"
        try expectOne(
            .ipv6Alone,
            in: file(segments: segments, hosts: "a: { role: sentry, 1️⃣internet: 2001:db8::12️⃣ }")
        )
    }

    @Test("P0303: overlapping segments are refused, with both places, whichever comes first")
    func refusesOverlap() throws {
        for (first, second) in [
            ("10.0.0.0/8", "10.1.0.0/16"), ("10.1.0.0/16", "10.0.0.0/8"), ("10.0.0.0/8", "10.0.0.0/8"),
        ] {
            try expectOne(
                .overlappingSegments,
                in: file(
                    segments: """
                        internet: { public: true, cidr: 198.51.100.0/24 }
                        a: { cidr: 3️⃣\(first)4️⃣ }
                        b: { cidr: 1️⃣\(second)2️⃣ }
                        """
                ).replacing(", backbone: 10.1.10.55", with: ""),
                labels: [("3️⃣", "4️⃣")]
            )
        }
    }

    @Test("segments that touch do not overlap")
    func allowsNeighbours() throws {
        _ = try topology(
            file(
                segments: """
                    internet: { public: true, cidr: 198.51.100.0/25 }
                    backbone: { cidr: 198.51.100.128/25 }
                    """,
                hosts: "a: { role: sentry, internet: 198.51.100.11 }"
            )
        )
    }

    @Test(
        "P0304: networks with another meaning are refused",
        arguments: ["127.0.0.0/8", "0.0.0.0/0", "0.1.0.0/16", "224.0.0.0/24", "240.0.0.0/8", "128.0.0.0/1"]
    )
    func refusesUnusable(prefix: String) {
        #expect(codes(Self.segment(prefix)).contains(.unusablePrefix))
    }

    @Test("P0304: points at the prefix")
    func placesUnusable() throws {
        try expectOne(.unusablePrefix, in: Self.segment("1️⃣127.0.0.0/82️⃣"))
    }

    @Test(
        "P0305: what is no address is refused",
        arguments: ["198.51.100", "198.51.100.256", "198.51.100.011", "198.51.100.11/24", "example.net", "11"]
    )
    func refusesAddresses(address: String) throws {
        try expectOne(.badAddress, in: Self.sentry("1️⃣\(address)2️⃣"))
    }

    @Test("P0305: a name instead of an address is told that names are never looked up")
    func refusesHostNames() throws {
        let diagnostic = try expectOne(.badAddress, in: Self.sentry("1️⃣node.example2️⃣"))
        #expect(diagnostic.help == "write the address itself; names are never looked up")
    }

    @Test("P0305: leading zeros in a range of addresses are refused once, not once per host")
    func reportsRangeOnce() throws {
        try expectOne(
            .badAddress,
            in: file(hosts: "s{1..9}: { role: sentry, internet: 1️⃣198.51.100.{01..09}2️⃣ }")
        )
    }

    @Test("P0306: an address outside of its segment is refused, and the segment shown")
    func refusesOutside() throws {
        let diagnostic = try expectOne(
            .addressOutsideSegment,
            in: file(
                segments: "internet: { public: true, cidr: 3️⃣198.51.100.0/244️⃣ }",
                hosts: "a: { role: sentry, internet: 1️⃣198.51.101.112️⃣ }"
            ),
            labels: [("3️⃣", "4️⃣")]
        )
        #expect(diagnostic.help == "write an address from 198.51.100.1 to 198.51.100.254")
    }

    @Test("P0307: network and broadcast address are refused", arguments: ["198.51.100.0", "198.51.100.255"])
    func refusesEnds(address: String) throws {
        try expectOne(
            .addressNotForHosts,
            in: file(
                segments: "internet: { public: true, cidr: 3️⃣198.51.100.0/244️⃣ }",
                hosts: "a: { role: sentry, internet: 1️⃣\(address)2️⃣ }"
            ),
            labels: [("3️⃣", "4️⃣")]
        )
    }

    @Test("a network of two addresses has two hosts")
    func allowsPointToPoint() throws {
        let topology = try topology(
            file(
                segments: "internet: { public: true, cidr: 198.51.100.0/31 }",
                hosts: "a{0..1}: { role: sentry, internet: 198.51.100.{0..1} }"
            )
        )
        #expect(topology.hosts.count == 2)
    }

    @Test("P0308: an address given twice is refused, with both places")
    func refusesDuplicates() throws {
        try expectOne(
            .duplicateAddress,
            in: file(
                hosts: """
                    a: { role: sentry, internet: 3️⃣198.51.100.114️⃣ }
                    b: { role: sentry, internet: 1️⃣198.51.100.112️⃣ }
                    """
            ),
            labels: [("3️⃣", "4️⃣")]
        )
    }

    @Test("P0308: hosts of a range that share one address get a range as help")
    func refusesSharedAddress() throws {
        let diagnostic = try expectOne(
            .duplicateAddress,
            in: file(hosts: "a{1..3}: { role: sentry, internet: 1️⃣198.51.100.112️⃣ }")
        )
        #expect(diagnostic.message == "address 198.51.100.11 is given to both 'a1' and 'a2'")
        #expect(diagnostic.help?.contains("{51..52}") == true)
    }

    @Test("P0309: an unknown segment is refused, with the nearest")
    func refusesUnknownSegment() throws {
        let diagnostic = try expectOne(
            .unknownSegment,
            in: file(hosts: "a: { role: sentry, internet: 198.51.100.11, 1️⃣bakbone2️⃣: 10.1.10.1 }")
        )
        #expect(diagnostic.help?.hasPrefix("did you mean 'backbone'?") == true)
        let setting = try expectOne(
            .unknownSegment,
            in: file(hosts: "a: { role: sentry, internet: 198.51.100.11, 1️⃣peer-port2️⃣: 1 }")
        )
        #expect(setting.help?.hasPrefix("did you mean 'peer_port'?") == true)
    }

    @Test("P0310: a host without an address is refused", arguments: ["validator", "sentry"])
    func refusesNoAddress(role: String) {
        #expect(codes(file(hosts: "a: { role: \(role) }")).contains(.hostWithoutAddress))
    }

    @Test("P0310: points at the name of the host")
    func placesNoAddress() throws {
        try expectOne(.hostWithoutAddress, in: file(hosts: "1️⃣a{1..9}2️⃣: { role: sentry }"))
    }

    @Test("P0311: an administration source that another covers is left out with a warning")
    func warnsOfCoveredSource() throws {
        let marked = file(end: "firewall: { administration: [1️⃣10.0.0.12️⃣, 192.0.2.0/24, 3️⃣10.0.0.0/84️⃣] }")
        try expectOne(.coveredSource, in: marked, labels: [("3️⃣", "4️⃣")])
        let text = file(end: "firewall: { administration: [10.0.0.1, 192.0.2.0/24, 10.0.0.0/8, 192.0.2.0/24] }")
        #expect(try topology(text).administration.map(\.description) == ["192.0.2.0/24", "10.0.0.0/8"])
    }
}
