import Diagnostics
import Testing
import Topology

@Suite struct YAMLReaderTests {
    @Test(
        "P0006: what is not YAML is reported at its place, in the user's words",
        arguments: [
            ("network: a1️⃣:2️⃣ b", "a ':' is not expected here"),
            ("network: 1️⃣'2️⃣a\n", "this quote is not closed"),
            ("network: 1️⃣@2️⃣a\n", "a value cannot begin with this character"),
            ("network: \"1️⃣\\2️⃣q\"\n", "this is not an escape that YAML knows"),
            ("1️⃣\t2️⃣network: a\n", "a tab is not allowed here"),
            ("network: [1️⃣:2️⃣:1]", "expected a value here"),
            ("network: a\n...\n1️⃣b2️⃣: c", "nothing is expected after the end of the map"),
        ]
    )
    func reportsSyntax(marked: String, message: String) throws {
        #expect(try expectOne(.yamlSyntax, in: marked).message == message)
    }

    @Test("P0006: what was never finished is shown as well")
    func reportsUnfinished() throws {
        try expectOne(.yamlSyntax, in: "a: 3️⃣4️⃣[1, 2\nb1️⃣:2️⃣ 3\n", labels: [("3️⃣", "4️⃣")])
        try expectOne(.yamlSyntax, in: "a: 3️⃣4️⃣{b: 1\nb1️⃣:2️⃣ 3\n", labels: [("3️⃣", "4️⃣")])
        try expectOne(.yamlSyntax, in: "3️⃣4️⃣a:\n  b: 1\n 1️⃣c2️⃣: 1\n", labels: [("3️⃣", "4️⃣")])
    }

    @Test("P0006: a range with blanks gets help with ranges")
    func helpsWithRange() throws {
        let marked = "hosts: {a: 3️⃣4️⃣{role: sentry, x: 1.2.3.1️⃣{2️⃣1 .. 3}}}"
        let diagnostic = try expectOne(.yamlSyntax, in: marked, labels: [("3️⃣", "4️⃣")])
        #expect(diagnostic.help?.contains("{1..3}") == true)
    }

    @Test("P0007: aliases, anchors and merge keys are refused")
    func refusesAliases() throws {
        try expectOne(.aliasUnsupported, in: file(end: "firewall: 1️⃣*a2️⃣"))
        try expectOne(.aliasUnsupported, in: file(end: "firewall: 1️⃣&a {2️⃣}"))
        try expectOne(.aliasUnsupported, in: file(end: "firewall:\n  1️⃣<<2️⃣: {}\n  administration: []\n"))
    }

    @Test("P0008: tags are refused")
    func refusesTags() throws {
        try expectOne(
            .tagUnsupported,
            in: quickstart.replacing("network: quick", with: "network: 1️⃣!!str quick")
                .replacing("quickstart\n", with: "quickstart2️⃣\n")
        )
    }

    @Test("P0009: a second document is refused")
    func refusesSecondDocument() throws {
        try expectOne(.severalDocuments, in: quickstart + "\n1️⃣---2️⃣\n" + quickstart)
    }

    @Test("P0010: maps and lists nested without end are refused")
    func refusesDepth() {
        #expect(codes(String(repeating: "[", count: 100_000)) == [.nestedTooDeep])
        let blocks = (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(codes(blocks) == [.nestedTooDeep])
    }

    @Test("P0011: more values than anybody writes are refused")
    func refusesManyNodes() {
        #expect(codes("a: [" + String(repeating: "1,", count: Topology.Limits.nodes) + "]") == [.tooManyNodes])
    }

    @Test("P0012: a key that is no text is refused")
    func refusesComplexKeys() throws {
        try expectOne(.keyIsNoText, in: file(end: "? 1️⃣[a]2️⃣\n: 1\n"))
        try expectOne(.keyIsNoText, in: file(end: "? 1️⃣{a: 1}2️⃣\n: 1\n"))
    }

    @Test(
        "P0013: a file that says nothing is refused",
        arguments: ["", "\n\n", "# nothing\n", "---\n", "~", "---\n...\n"]
    )
    func refusesEmptyFile(text: String) throws {
        try expectOne(.emptyFile, in: text)
    }

    @Test(
        "P0014: a file that is no map is refused",
        arguments: ["1️⃣[a]2️⃣", "1️⃣- a\n- b2️⃣\n", "1️⃣hello2️⃣", "1️⃣'null'2️⃣"]
    )
    func refusesOtherTop(marked: String) throws {
        try expectOne(.topLevelIsNoMap, in: marked)
    }

    @Test("P0104: a key that is given twice is refused, with both places")
    func refusesDuplicateKeys() throws {
        let marked = file(hosts: "3️⃣a4️⃣: { role: sentry, internet: 198.51.100.11 }\n1️⃣\"a\"2️⃣: {}")
        try expectOne(.duplicateKey, in: marked, labels: [("3️⃣", "4️⃣")])
    }

    @Test("ordinary flow maps are left alone, however tight")
    func leavesFlowMapsAlone() throws {
        let topology = try topology(
            """
            {picket: 1,network: x,segments: {n: {public: true,cidr: 10.0.0.0/24}},
            hosts: {a: {role: sentry,n: 10.0.0.1},"b": {"role":"sentry","n":"10.0.0.2"}},firewall: {}}
            """
        )
        #expect(topology.hosts.map(\.name.rawValue) == ["a", "b"])
    }

    @Test("columns behind a range are what they are in the file")
    func keepsColumns() throws {
        try expectOne(
            .unknownSegment,
            in: file(hosts: "s-{a,b}: { role: sentry, internet: 198.51.100.{11..12}, 1️⃣elsewhere2️⃣: 1.2.3.{4,5} }")
        )
    }
}
