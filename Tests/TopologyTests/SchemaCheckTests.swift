import Diagnostics
import TestSupport
import Testing

@testable import Topology

/// Editors judge files by the schema alone, so it must allow what the reader reads.
@Suite struct SchemaCheckTests {
    private static func problems(_ text: String) throws -> [String] {
        var diagnostics = DiagnosticCollector()
        let node = try #require(YAMLReader.read(SourceFile(name: "t.yaml", text: text), &diagnostics))
        return try #require(SchemaCheck(Topology.schema)).problems(in: node)
    }

    @Test("every topology of the repository follows the schema")
    func allowsTopologies() throws {
        let paths = try Repository.files(below: "topologies").filter { $0.hasSuffix(".yaml") }
        #expect(paths.count > 3)
        for path in paths { #expect(try Self.problems(Repository.text(path)) == [], "\(path)") }
    }

    @Test("a file with every key of the language follows the schema, and so does a starter")
    func allowsWholeLanguage() throws {
        #expect(try Self.problems(wholeLanguage) == [])
        #expect(try Self.problems(Starter().text) == [])
    }

    @Test(
        "what the reader refuses by its key or its type, the schema refuses too",
        arguments: [
            ("network: quickstart", "network: Quick Start"), ("network: quickstart\n", ""),
            ("picket: 1", "picket: 2"), ("picket: 1", "picket: 1\nnonsense: 1"),
            ("public: true", "public: 'yes'"), ("cidr: 10.1.10.0/24", "cidr: here"),
            ("role: validator", "role: validater"), ("role: validator", "role: validator, peer_port: 0"),
            ("role: validator", "role: validator, peer_port: [1]"), ("10.1.10.51", "{ 10: 1 }"),
            ("role: validator", "role: validator, sentries: { least: 2 }"),
            ("role: validator", "role: validator, daemon: { ips: [1.2.3.4] }"),
        ]
    )
    func refuses(text: String, replacement: String) throws {
        let changed = quickstart.replacing(text, with: replacement)
        #expect(changed != quickstart && !read(changed).diagnostics.isEmpty)
        #expect(try !Self.problems(changed).isEmpty)
        #expect(try Self.problems(quickstart).isEmpty)
    }
}
