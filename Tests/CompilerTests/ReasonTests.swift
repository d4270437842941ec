import Compiler
import Diagnostics
import TestSupport
import Testing
import Topology

@Suite struct ReasonTests {
    @Test("every line of every artifact has exactly one reason", arguments: LinkTests.Sample.allCases)
    func explainsEveryLine(sample: LinkTests.Sample) throws {
        for bundle in try Compilation(sample.read(), source: "file.yaml").bundles {
            for artifact in bundle.artifacts {
                let lines = artifact.contents.utf8.count { $0 == UInt8(ascii: "\n") }
                #expect(artifact.reasons.count == lines, "\(artifact.name) of \(bundle.host)")
            }
        }
    }

    @Test(
        "what follows from the topology says from where, and what does not, says so",
        arguments: LinkTests.Sample.allCases
    )
    func hasPlaces(sample: LinkTests.Sample) throws {
        let general: Set<Reason.Rule> = [
            .template, .replacesTable, .counted, .loopback, .ipv4Only, .establishedFlows, .icmpErrors, .invalid,
            .icmpRate,
        ]
        for reason in try Self.reasons(of: sample) {
            #expect((reason.place == nil) == general.contains(reason.rule), "\(reason)")
        }
    }

    @Test("a line leads to the place that caused it")
    func leadsToPlaces() throws {
        let bundles = try Compilation(FullTopology.make(), source: "full.yaml").bundles
        // A line, and words of the line of the file that caused it.
        let expected: [(host: String, name: Artifact.Name, line: String, rule: Reason.Rule, cause: String)] = [
            ("n-s-1", .ruleset, "\t\tip saddr 10.2.0.9 tcp dport 9200 accept", .extraRule, "input: ["),
            ("n-s-1", .ruleset, "\t\telements = { 203.0.113.0/24 }", .administration, "203.0.113.0/24"),
            ("n-s-1", .ruleset, "\t\telements = { 10.2.0.70 }", .ownDiallers, "n-r:"),
            ("n-s-1", .ruleset, "\t\telements = { 10.2.0.1 }", .egress, "ntp:"),
            ("n-r", .ruleset, "\t\t\t     10.2.0.62 . 50333 }", .links, "n-r:"),
            ("s-s", .ruleset, "\t\t\t     10.3.0.0/16 }", .privateSegments, "dmz: {"),
            ("n-v", .configuration, "1", .privacy, "role: validator"),
            ("n-s-1", .configuration, "type = NuDB", .passedThrough, "node_db"),
            ("n-s-1", .configuration, "password = lab", .portPassword, "port_ws_public"),
            ("n-v", .configuration, "lab", .passedThroughSecret, "mysql_config"),
            ("s-s", .configuration, "[peers_max]", .slotBudget, "s-s:"),
            ("s-hub", .configuration, "198.51.100.99 50333", .fixedPeers, "peers: [partner]"),
        ]
        for entry in expected {
            let bundle = try #require(bundles.first { $0.host.rawValue == entry.host })
            let lines = bundle[entry.name].contents.split(separator: "\n", omittingEmptySubsequences: false)
            let number = try #require(lines.firstIndex { $0 == entry.line }, "\(entry.line)")
            let reason = bundle[entry.name].reasons[number]
            let place = try FullTopology.line(of: entry.cause)
            #expect(reason.rule == entry.rule && reason.place?.start.line == place, "\(entry) \(reason)")
        }
    }

    @Test("every rule is the reason of some line, and is explained in one sentence")
    func everyRuleOccurs() throws {
        let used = Set(try LinkTests.Sample.allCases.flatMap(Self.reasons).map(\.rule))
        for rule in Reason.Rule.allCases {
            #expect(used.contains(rule), "\(rule) is never a reason")
            #expect(rule.explanation.hasSuffix(".") && !rule.explanation.dropLast().contains(". "), "\(rule)")
            #expect(rule.explanation.first?.isUppercase == true || rule.explanation.hasPrefix("80"), "\(rule)")
        }
        #expect(Set(Reason.Rule.allCases.map(\.explanation)).count == Reason.Rule.allCases.count)
    }

    @Test("a reason keeps its place, whatever the place")
    func keepsPlace() {
        let places = [(1, 1, 1, 1), (7, 3, 9, 80), (4_000_000, 4_000_000, 4_000_000, 4_000_001)]
        for (startLine, startColumn, endLine, endColumn) in places {
            let span = SourceSpan(
                start: SourcePosition(line: startLine, column: startColumn),
                end: SourcePosition(line: endLine, column: endColumn)
            )
            #expect(Reason(.links, at: span).place == span)
        }
        #expect(Reason(.links).place == nil)
        #expect(MemoryLayout<Reason>.size <= 20)
    }

    private static func reasons(of sample: LinkTests.Sample) throws -> [Reason] {
        try Compilation(sample.read(), source: "file.yaml").bundles.flatMap(\.artifacts).flatMap(\.reasons)
    }
}
