import Compiler
import Diagnostics
import Linter
import TestSupport
import Testing
import Topology

/// Promises of a topology that the linter judges: who is hidden, and what validators survive.
@Suite struct ExpectationTests {
    private static func text(_ expectation: String) -> String {
        """
        picket: 1
        network: expectant
        segments:
          internet: { public: true, cidr: 198.51.100.0/24 }
          backbone: { cidr: 10.1.10.0/24 }
        hosts:
          v-1:      { role: validator, group: direct, backbone: 10.1.10.51 }
          s-{1..3}: { role: sentry, group: direct, zone: '{a,b,b}', backbone: 10.1.10.{61..63}, internet: 198.51.100.{11..13} }
          w-1:      { role: validator, group: behind, backbone: 10.1.10.71 }
          r-{1..2}: { role: relay, group: behind, zone: '{c,d}', backbone: 10.1.10.{72..73} }
          t-{1..3}: { role: sentry, group: behind, zone: '{a,b,c}', backbone: 10.1.10.{81..83}, internet: 198.51.100.{21..23} }
        expect:
          - \(expectation)
        """
    }

    private static func findings(_ expectation: String) throws -> [Finding] {
        let topology = try SampleTopology.read(Self.text(expectation))
        let subject = LintSubject(topology, try Compilation(topology, source: "e.yaml"))
        return Linter.findings(in: subject).filter { $0.code.rawValue.hasPrefix("P151") }
    }

    @Test(
        "what validators survive is judged exactly",
        arguments: [
            ("survives: { sentries: 1 }", []), ("survives: { sentries: 2 }", []),
            ("survives: { sentries: 3 }", ["v-1", "w-1"]), ("survives: { zones: 1 }", []),
            // Zones a and b hold all sentries of v-1; zones c and d hold both relays of w-1.
            ("survives: { zones: 2 }", ["v-1", "w-1"]), ("survives: { hosts: [s-1, s-2] }", []),
            ("survives: { hosts: [s-1, s-2, s-3] }", ["v-1"]), ("survives: { hosts: [r-1, r-2] }", ["w-1"]),
            ("survives: { hosts: [r-1, t-1, t-2] }", []), ("survives: { hosts: [t-1, t-2, t-3] }", ["w-1"]),
        ] as [(String, [String])]
    )
    func survival(expectation: String, cutOff: [String]) throws {
        let findings = try Self.findings(expectation)
        #expect(findings.map(\.code.rawValue) == cutOff.map { _ in "P1511" })
        for (finding, name) in zip(findings, cutOff) { #expect(finding.message.hasPrefix("validator '\(name)'")) }
    }

    @Test(
        "who must be hidden is judged by role and files",
        arguments: [("hidden: [v-1, w-1, r-1, r-2]", 0), ("hidden: [v-1, s-1]", 1), ("hidden: [t-1, s-1]", 2)]
    )
    func hiding(expectation: String, count: Int) throws {
        let findings = try Self.findings(expectation)
        #expect(findings.map(\.code.rawValue) == Array(repeating: "P1512", count: count))
    }

    @Test("a broken promise is shown where it is made")
    func place() throws {
        let text = Self.text("survives: { sentries: 3 }")
        let topology = try SampleTopology.read(text)
        let source = SourceFile(name: "e.yaml", text: text)
        let files = Linter.check(topology, try Compilation(topology, source: "e.yaml"), source: source)
        let broken = files.flatMap(\.diagnostics).filter { $0.code.rawValue == "P1511" }
        #expect(broken.count == 1)
        #expect(broken.first?.span?.start.line == 13)
        #expect(broken.first?.message.hasSuffix("(and 1 more like it)") == true)
    }

    @Test("what is promised of packets is called unsettled, and not true", arguments: ["deny", "allow"])
    func packets(kind: String) throws {
        let topology = try SampleTopology.read(Self.text("\(kind): { from: stranger, to: v-1, port: 50333 }"))
        #expect(UnsettledExpectation.diagnostics(in: topology).map(\.code) == [UnsettledExpectation.info.code])
        let settled = try SampleTopology.read(Self.text("hidden: [v-1]"))
        #expect(UnsettledExpectation.diagnostics(in: settled).isEmpty)
    }
}
