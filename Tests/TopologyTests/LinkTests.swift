import Diagnostics
import Testing
import Topology

@Suite struct LinkTests {
    private static let segments = """
        internet: { public: true, cidr: 198.51.100.0/24 }
        backbone: { cidr: 10.1.10.0/24 }
        cellar: { cidr: 10.9.0.0/24 }
        """

    private static func links(_ hosts: String) throws -> [String] {
        try topology(file(segments: Self.segments, hosts: hosts)).links.map {
            "\($0.dialler)>\($0.listener) \($0.segment)"
        }
    }

    @Test("P0415: several private segments are ambiguous, until 'via' says which")
    func asksForSegment() throws {
        let sentry = "3️⃣s4️⃣: { role: sentry, internet: 198.51.100.1, backbone: 10.1.10.1, cellar: 10.9.0.1 }\n"
        let validator = "1️⃣v2️⃣: { role: validator, backbone: 10.1.10.2, cellar: 10.9.0.2 }"
        let marked = file(segments: Self.segments, hosts: sentry + validator)
        let diagnostic = try expectOne(.ambiguousSegment, in: marked, labels: [("3️⃣", "4️⃣")])
        #expect(diagnostic.help == "say which: 'sentries: { via: backbone }'")
        let chosen = (sentry + validator).filter { $0.isASCII }.replacing(
            "9.0.2 }",
            with: "9.0.2, sentries: { via: cellar } }"
        )
        #expect(try Self.links(chosen) == ["v>s cellar"])
    }

    @Test("two servers make one link, three a ring, and no two dial each other")
    func rings() throws {
        func servers(_ count: Int) -> String {
            "s{1..\(count)}: { role: sentry, internet: 198.51.100.{1..\(count)} }"
        }
        #expect(try Self.links(servers(2)) == ["s1>s2 internet"])
        #expect(try Self.links(servers(3)) == ["s1>s2 internet", "s2>s3 internet", "s3>s1 internet"])
        let crossed =
            "a: { role: sentry, internet: 198.51.100.1, peers: [b] }\n"
            + "b: { role: hub, internet: 198.51.100.2, peers: [a] }"
        #expect(try Self.links(crossed) == ["a>b internet"])
    }

    @Test("P0413, P0414: demands of a selection are checked")
    func checksDemands() throws {
        let sentry = "s: { role: sentry, zone: a, internet: 198.51.100.1, backbone: 10.1.10.1 }\n"
        let validator = "v: { role: validator, backbone: 10.1.10.2, sentries: "
        try expectOne(.tooFewChosen, in: file(hosts: sentry + validator + "{ at_least: 1️⃣22️⃣ } }"))
        try expectOne(.notSpread, in: file(hosts: sentry + validator + "{ spread_over: 1️⃣zone2️⃣ } }"))
    }

    @Test("P0417: relays and sentries exclude each other; no relays is a choice")
    func separatesRelays() throws {
        let hosts =
            "s: { role: sentry, internet: 198.51.100.1, backbone: 10.1.10.1 }\nr: { role: relay, backbone: 10.1.10.3 }\n"
        try expectOne(
            .sentriesAndRelays,
            in: file(
                hosts: hosts + "v: { role: validator, backbone: 10.1.10.2, 3️⃣relays4️⃣: [r], 1️⃣sentries2️⃣: [s] }"
            ),
            labels: [("3️⃣", "4️⃣")]
        )
        let direct = hosts + "v: { role: validator, backbone: 10.1.10.2, relays: [] }"
        #expect(try Self.links(direct) == ["r>s backbone", "v>s backbone"])
    }

    @Test("P0406: no server of ours can be told to dial a validator")
    func refusesValidatorsAsPeers() throws {
        try expectOne(
            .selectedHostIsNoSentry,
            in: file(
                hosts: "s: { role: sentry, internet: 198.51.100.1, backbone: 10.1.10.1, peers: [1️⃣v2️⃣] }\n"
                    + "3️⃣v4️⃣: { role: validator, backbone: 10.1.10.2 }"
            ),
            labels: [("3️⃣", "4️⃣")]
        )
    }
}
