import Compiler
import Diagnostics
import Linter
import Skywelld
import TestSupport
import Testing
import Topology

/// Where findings are shown.
@Suite struct PlacementTests {
    @Test("without a topology a finding points at the line in the file itself")
    func pointsIntoTheFile() throws {
        let text = WrittenFiles.validator.replacing("[peer_private]\n1\n", with: "[peer_private]\n1\n1\n")
        let files = Linter.check(bundles: WrittenFiles.bundles(validator: Array(text.utf8)), dialect: .truechain)
        let file = try #require(files.first { $0.source.name == "hosts/v/skywelld.cfg" })
        let finding = try #require(file.diagnostics.first { $0.code.rawValue == "P1102" })
        #expect(finding.span?.start == SourcePosition(line: 12, column: 1))
        #expect(file.source.line(12) == "1")
    }

    @Test("what the rules of a host say is shown in its own file")
    func pointsIntoTheRules() throws {
        let rules = WrittenFiles.rules.replacing("iifname \"lo\" accept", with: "tcp dport 50333 accept")
        let bundles = WrittenFiles.bundles(validator: Array(WrittenFiles.validator.utf8), rules: rules)
        let files = Linter.check(bundles: bundles, dialect: .truechain)
        #expect(files.map(\.source.name) == ["hosts/v/picket.nft"])
        #expect(files.first?.diagnostics.first?.span?.start == SourcePosition(line: 4, column: 9))
    }

    @Test("a finding about compiled files points into the topology, and what a range has in common is said once")
    func pointsIntoTheTopology() throws {
        let text = """
            picket: 1
            network: narrow
            segments: { internet: { public: true, cidr: 198.51.100.0/24 }, backbone: { cidr: 10.1.10.0/24 } }
            hosts:
              v-{1..3}: { role: validator, backbone: 10.1.10.{51..53} }
              s:        { role: sentry, backbone: 10.1.10.61, internet: 198.51.100.11 }
            """
        let topology = try SampleTopology.read(text)
        let source = SourceFile(name: "topology.yaml", text: text)
        let files = Linter.check(topology, try Compilation(topology, source: "topology.yaml"), source: source)
        let found = files.flatMap(\.diagnostics).filter { $0.code.rawValue == "P1501" }
        #expect(found.count == 1)
        #expect(found.first?.message.hasSuffix("(and 2 more like it)") == true)
        #expect(found.first?.span.map { (4...6).contains($0.start.line) } == true)
        #expect(found.first?.label.contains("skywelld.cfg:") == true)
    }
}
