import Compiler
import TestSupport
import Testing
import Topology

@testable import Lab

@Suite struct UserLinesTests {
    private static func topology(_ rules: String) -> String {
        """
        picket: 1
        network: n
        segments:
          internet: { public: true, cidr: 198.51.100.0/24 }
          backbone: { cidr: 10.1.10.0/24 }
        firewall: { rules: { \(rules) } }
        hosts:
          v-1:      { role: validator, backbone: 10.1.10.51 }
          s-{1..2}: { role: sentry, backbone: 10.1.10.{61..62}, internet: 198.51.100.{11..12} }

        """
    }

    /// Of each host.
    private static func artifacts(_ rules: String) throws -> [String: Artifact] {
        let topology = try SampleTopology.read(Self.topology(rules), name: "t.yaml")
        let bundles = try Compilation(topology, source: "t.yaml").bundles
        return Dictionary(uniqueKeysWithValues: bundles.map { ($0.host.rawValue, $0[.ruleset]) })
    }

    private static func lines(_ rules: String, of host: String = "s-1") throws -> UserLines {
        let artifact = try #require(try Self.artifacts(rules)[host])
        return try #require(UserLines(artifact))
    }

    @Test("they are the same on hosts that differ by their addresses only")
    func alike() throws {
        let rules = "input: [tcp dport 1 accept]"
        #expect(try Self.lines(rules) == Self.lines(rules, of: "s-2"))
        #expect(try !Self.lines(rules).isEmpty)
        // There are other sets.
        #expect(try Self.lines(rules) != Self.lines(rules, of: "v-1"))
    }

    @Test(
        "another rule, another place or another order is another thing to try",
        arguments: [
            "input: [tcp dport 2 accept]", "output: [tcp dport 1 accept]", "input: [tcp dport 1 accept, drop]",
        ]
    )
    func different(rules: String) throws {
        #expect(try Self.lines(rules) != Self.lines("input: [tcp dport 1 accept]"))
    }

    @Test("there are none where users wrote no rules, and nobody knows of what is not as it was compiled")
    func none() throws {
        #expect(try Self.lines("").isEmpty)
        var artifact = try #require(try Self.artifacts("")["s-1"])
        artifact.contents += "table ip t\n"
        #expect(UserLines(artifact) == nil)
    }
}
