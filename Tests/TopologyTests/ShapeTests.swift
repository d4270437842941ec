import Diagnostics
import Testing
import Topology

@Suite struct ShapeTests {
    @Test(
        "P0101: a value of the wrong type says what was expected and what was found",
        arguments: [
            ("network: test", "network: 1️⃣[a]2️⃣", "expected the name of the network, found a list"),
            ("network: test", "network:1️⃣2️⃣", "expected the name of the network, found nothing"),
            ("network: test", "network: 1️⃣~2️⃣", "expected the name of the network, found nothing"),
            ("public: true", "public: 1️⃣yes2️⃣", "expected true or false, found 'yes'"),
            ("public: true", "public: 1️⃣'true'2️⃣", "expected true or false, found the text 'true'"),
            ("public: true", "public: 1️⃣{}2️⃣", "expected true or false, found a map"),
            ("cidr: 10.1.10.0/24", "cidr: 1️⃣{}2️⃣", "expected a prefix or a list of prefixes, found a map"),
            ("role: sentry", "role: 1️⃣{}2️⃣", "expected a role, found a map"),
            ("role: sentry", "role: sentry, group: 1️⃣[]2️⃣", "expected the name of a group, found a list"),
            ("role: sentry", "role: sentry, peer_port: 1️⃣[1]2️⃣", "expected a port, found a list"),
            ("internet: 198.51.100.11", "internet: 1️⃣{}2️⃣", "expected an address, found a map"),
        ]
    )
    func reportsWrongType(original: String, replacement: String, message: String) throws {
        let marked = file().replacing(original, with: replacement, maxReplacements: 1)
        #expect(try expectOne(.wrongType, in: marked).message == message)
    }

    @Test("P0101: sections of the wrong type are refused, without a word about what depends on them")
    func reportsWrongSections() throws {
        try expectOne(
            .wrongType,
            in: "picket: 1\nnetwork: x\nsegments: 1️⃣[]2️⃣\nhosts: { a: { role: sentry, x: 1.2.3.4 } }"
        )
        try expectOne(.wrongType, in: "picket: 1\nnetwork: x\nsegments: {}\nhosts: 1️⃣sentry-12️⃣")
        try expectOne(.wrongType, in: file(hosts: "a: 1️⃣sentry2️⃣"))
        try expectOne(.wrongType, in: file(end: "firewall: 1️⃣[]2️⃣"))
        try expectOne(.wrongType, in: file(end: "firewall: { administration: 1️⃣10.0.0.12️⃣ }"))
        try expectOne(.wrongType, in: file(end: "firewall: { administration: [1️⃣[]2️⃣] }"))
    }

    @Test("P0102: an unknown key is refused, with the nearest and all known ones")
    func reportsUnknownKeys() throws {
        let top = try expectOne(.unknownKey, in: file(end: "1️⃣firewal2️⃣: {}"))
        #expect(
            top.help
                == "did you mean 'firewall'? known here: 'picket', 'network', 'segments', 'defaults', 'roles', 'groups', "
                + "'hosts', 'trust', 'daemon', 'firewall', 'secrets', 'ssh', 'expect'"
        )
        let segment = try expectOne(.unknownKey, in: file().replacing("{ cidr", with: "{ 1️⃣mtu2️⃣: 1, cidr"))
        #expect(segment.help == "known here: 'public', 'cidr', 'latency'")
        try expectOne(.unknownKey, in: file(end: "firewall: { 1️⃣monitors2️⃣: [] }"))
    }

    @Test("P0103: a missing key of the file is reported, each by itself")
    func reportsMissingKeys() {
        let reading = read("firewall: {}")
        #expect(
            reading.diagnostics.map(\.message) == [
                "the file has no 'picket'", "the file has no 'network'", "the file has no 'segments'",
                "the file has no 'hosts'",
            ]
        )
        #expect(reading.diagnostics.allSatisfy { $0.code == .missingKey && $0.help != nil })
    }

    @Test("P0103: a missing key of a segment or a host is reported at its name")
    func reportsMissingInner() throws {
        let segments = "1️⃣internet2️⃣: { public: true }\nbackbone: { cidr: 10.1.10.0/24 }"
        try expectOne(.missingKey, in: file(segments: segments))
        try expectOne(.missingKey, in: file(hosts: "1️⃣a2️⃣: { internet: 198.51.100.11 }"))
    }

    @Test("P0105: another version of the language is refused", arguments: ["0", "2", "1.0", "one"])
    func refusesOtherVersions(version: String) throws {
        try expectOne(.versionMismatch, in: file().replacing("picket: 1", with: "picket: 1️⃣\(version)2️⃣"))
    }

    @Test(
        "P0106: what is no port is refused",
        arguments: ["0", "65536", "-1", "http", "080", "1.5", "99999999999999999999"]
    )
    func refusesPorts(port: String) throws {
        try expectOne(
            .badPort,
            in: file(hosts: "a: { role: sentry, peer_port: 1️⃣\(port)2️⃣, internet: 198.51.100.11 }")
        )
    }

    @Test("P0107: a topology without hosts is refused")
    func refusesNoHosts() throws {
        try expectOne(.noHosts, in: "picket: 1\nnetwork: x\nsegments: {}\n1️⃣hosts: {}2️⃣\n")
    }
}
