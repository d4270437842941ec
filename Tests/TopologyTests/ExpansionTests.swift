import Addressing
import Diagnostics
import Testing
import Topology

@Suite struct ExpansionTests {
    /// The names and addresses of hosts written with one address on `internet`.
    private static func expand(_ name: String, _ address: String) throws -> [String] {
        let text = file(
            segments: "internet: { public: true, cidr: 198.51.0.0/16 }",
            hosts: "\(name): { role: sentry, internet: \(address) }"
        )
        return try topology(text).hosts.map { "\($0.name) \($0.attachments[0].address)" }
    }

    @Test("ranges go up or down, in step")
    func expandsRanges() throws {
        #expect(
            try Self.expand("s{1..3}", "198.51.0.{11..13}") == ["s1 198.51.0.11", "s2 198.51.0.12", "s3 198.51.0.13"]
        )
        #expect(try Self.expand("s{2..1}", "198.51.0.{5..6}") == ["s2 198.51.0.5", "s1 198.51.0.6"])
        #expect(try Self.expand("s{7..7}", "198.51.0.{5..5}") == ["s7 198.51.0.5"])
    }

    @Test("leading zeros are kept as the width of every number")
    func keepsWidth() throws {
        #expect(try Self.expand("s{08..10}", "198.51.0.{8..10}").map { $0.prefix(3) } == ["s08", "s09", "s10"])
        #expect(try Self.expand("s{9..010}", "198.51.0.{9..10}").map { $0.prefix(4) } == ["s009", "s010"])
        #expect(try Self.expand("s{0..1}", "198.51.0.{9..10}").map { $0.prefix(2) } == ["s0", "s1"])
    }

    @Test("lists give their items, and run in step with ranges")
    func expandsLists() throws {
        #expect(try Self.expand("s-{a,b}", "198.51.0.{7,9}") == ["s-a 198.51.0.7", "s-b 198.51.0.9"])
        #expect(try Self.expand("{x,y}-s", "198.51.0.{1..2}") == ["x-s 198.51.0.1", "y-s 198.51.0.2"])
        #expect(try Self.expand("s{a}", "198.51.0.{4}") == ["sa 198.51.0.4"])
    }

    @Test("several groups in one text run in step as well, also glued to each other")
    func expandsSeveralGroups() throws {
        #expect(try Self.expand("{a,b}{1..2}", "198.51.{3..4}.{7,8}") == ["a1 198.51.3.7", "b2 198.51.4.8"])
    }

    @Test("quotes around a range change nothing")
    func expandsQuoted() throws {
        #expect(try Self.expand("'s{1..2}'", "\"198.51.0.{1..2}\"") == ["s1 198.51.0.1", "s2 198.51.0.2"])
    }

    @Test("every value of a host expands: group, port and sentries too")
    func expandsSettings() throws {
        let topology = try topology(
            file(
                hosts: """
                    v{1..2}: { role: validator, group: g{1..2}, backbone: 10.1.10.{1..2}, sentries: ['s{2..1}'] }
                    s{1..2}: { role: sentry, peer_port: 5000{1,2}, backbone: 10.1.10.{3,4}, internet: 198.51.100.{3,4} }
                    """
            )
        )
        #expect(topology.hosts.map(\.group.rawValue) == ["g1", "g2", "default", "default"])
        #expect(topology.hosts.map(\.peerPort.rawValue) == [50333, 50333, 50001, 50002])
        #expect(topology.hosts.map { $0.sentries.map(\.rawValue) } == [["s2"], ["s1"], [], []])
    }

    @Test("P0201: names that cannot be used are refused")
    func refusesNames() throws {
        let internet = "role: sentry, internet: 198.51.100.11"
        for name in ["Sentry", "-a", "a-", "a_b", "a.b", String(repeating: "a", count: 64), "'a b'", "é"] {
            try expectOne(.badName, in: file(hosts: "1️⃣\(name)2️⃣: { \(internet) }"))
        }
        _ = try topology(file(hosts: "\(String(repeating: "a", count: 63)): { \(internet) }"))
        _ = try topology(file(hosts: "0: { \(internet) }"))
        try expectOne(.badName, in: file(hosts: "a: { group: 1️⃣North2️⃣, \(internet) }"))
        try expectOne(.badName, in: file().replacing("network: test", with: "network: 1️⃣te st2️⃣"))
        #expect(codes(file(segments: "abcdefghijklmnop: { cidr: 10.0.0.0/8 }")).contains(.badName))
        #expect(!codes(file(segments: "abcdefghijklmno: { cidr: 10.0.0.0/8 }")).contains(.badName))
    }

    @Test(
        "P0202: names of the lab's own hosts are reserved",
        arguments: ["outsider", "intruder", "outsider-1", "intruder-a-b"]
    )
    func reservesHostNames(name: String) throws {
        try expectOne(.reservedName, in: file(hosts: "1️⃣\(name)2️⃣: { role: sentry, internet: 198.51.100.11 }"))
    }

    @Test("names that only look like the lab's are free")
    func allowsSimilarNames() throws {
        _ = try topology(file(hosts: "outsiders: { role: sentry, internet: 198.51.100.11 }"))
    }

    @Test(
        "P0202: settings and the kernel's own names are no names of segments",
        arguments: ["role", "group", "sentries", "peer_port", "zone", "lo", "all", "default"]
    )
    func reservesSegmentNames(name: String) throws {
        try expectOne(
            .reservedName,
            in: file(segments: "internet: { public: true, cidr: 198.51.100.0/24 }\n1️⃣\(name)2️⃣: { cidr: 10.0.0.0/8 }")
                .replacing(", backbone: 10.1.10.55", with: "")
        )
    }

    @Test(
        "P0203: malformed ranges are refused at their place",
        arguments: ["{1..}", "{..2}", "{a..b}", "{1..2..3}", "{1..2,5}", "{-1..2}", "{a,}", "{1..9999999999}"]
    )
    func refusesRanges(range: String) throws {
        try expectOne(.badRange, in: file(hosts: "s-1️⃣\(range)2️⃣: { role: sentry, internet: 198.51.100.11 }"))
    }

    @Test(
        "P0203: braces that do not pair are refused",
        arguments: ["'s1️⃣{1..2'", "'s1️⃣}'", "'s1️⃣{'", "'s1️⃣{}'", "'s1️⃣{{1..2}}'"]
    )
    func refusesBraces(name: String) {
        let text = file(hosts: "\(name.replacing("1️⃣", with: "")): { role: sentry, internet: 198.51.100.11 }")
        #expect(codes(text) == [.badRange])
    }

    @Test("P0204: different lengths are refused, with both places")
    func refusesLengths() throws {
        try expectOne(
            .lengthsDiffer,
            in: file(hosts: "s3️⃣{1..2}4️⃣: { role: sentry, internet: 198.51.100.1️⃣{11..13}2️⃣ }"),
            labels: [("3️⃣", "4️⃣")]
        )
        try expectOne(
            .lengthsDiffer,
            in: file(hosts: "3️⃣s4️⃣: { role: sentry, internet: 198.51.100.1️⃣{11..13}2️⃣ }"),
            labels: [("3️⃣", "4️⃣")]
        )
        try expectOne(
            .lengthsDiffer,
            in: file(hosts: "s3️⃣{1..2}4️⃣-1️⃣{a,b,c}2️⃣: { role: sentry, internet: 198.51.100.11 }"),
            labels: [("3️⃣", "4️⃣")]
        )
    }

    @Test("P0205: more hosts than the limit are refused")
    func refusesManyHosts() throws {
        let diagnostic = try expectOne(
            .tooManyHosts,
            in: file(
                hosts: """
                    a: { role: sentry, internet: 198.51.100.11 }
                    1️⃣s{1..20000}2️⃣: { role: sentry, internet: 198.51.100.12 }
                    """
            )
        )
        #expect(diagnostic.label == "20000 hosts")
        #expect(codes(file(hosts: "s{1..999999999}: { role: sentry, internet: 198.51.100.12 }")) == [.tooManyHosts])
    }

    @Test("P0206: the same name twice is refused, with both places")
    func refusesDuplicateHosts() throws {
        try expectOne(
            .duplicateHost,
            in: file(
                hosts: """
                    3️⃣s-{1..2}4️⃣: { role: sentry, internet: 198.51.100.{11..12} }
                    1️⃣s-22️⃣: { role: sentry, internet: 198.51.100.13 }
                    """
            ),
            labels: [("3️⃣", "4️⃣")]
        )
        try expectOne(
            .duplicateHost,
            in: file(hosts: "1️⃣s-{1,1}2️⃣: { role: sentry, internet: 198.51.100.{11..12} }")
        )
    }
}
