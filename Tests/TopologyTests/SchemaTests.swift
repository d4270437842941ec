import Diagnostics
import FoundationEssentials
import Testing
import Topology

@Suite struct SchemaTests {
    /// A map's schema, as far as keys go.
    private struct MapSchema: Decodable {
        let properties: [String: Ignored]?
        let patternProperties: [String: Ignored]?
        let additionalProperties: Bool
        let required: [String]?
    }

    private struct Ignored: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    private struct Definitions: Decodable {
        let definitions: [String: MapSchema]

        private enum CodingKeys: String, CodingKey {
            case definitions = "$defs"
        }
    }

    @Test("the schema knows the keys of the file that the reader knows, and no others")
    func knowsKeys() throws {
        let file = try JSONDecoder().decode(MapSchema.self, from: Data(Topology.schema.utf8))
        #expect(Set((file.properties ?? [:]).keys) == Set(Language.file.keys.map(\.name)))
        #expect(file.required == ["picket", "network", "segments", "hosts"])
        #expect(!file.additionalProperties)
        let firewal = "firewal"
        #expect(file.properties?[firewal] == nil)
        #expect(codes("picket: 1\nnetwork: x\nsegments: {}\nhosts: {}\n\(firewal): {}").contains(.unknownKey))
    }

    @Test("every map of the schema refuses what it does not list")
    func refusesRest() throws {
        let definitions = try JSONDecoder().decode(Definitions.self, from: Data(Topology.schema.utf8)).definitions
        #expect(definitions.count > 20)
        #expect(definitions.values.allSatisfy { !$0.additionalProperties })
    }

    @Test("the pattern for names of segments leaves settings of hosts alone, so that each key has one schema")
    func separatesKeys() throws {
        let definitions = try JSONDecoder().decode(Definitions.self, from: Data(Topology.schema.utf8)).definitions
        let host = try #require(definitions["hosts.HOST"])
        let pattern = try Regex(try #require(host.patternProperties?.keys.first))
        #expect(try pattern.firstMatch(in: "backbone") != nil)
        for key in (host.properties ?? [:]).keys { #expect(try pattern.firstMatch(in: key) == nil, "\(key)") }
    }

    @Test("the schema is the same text every time")
    func isDeterministic() {
        #expect(Topology.schema == Topology.schema)
        #expect(Topology.schema.hasSuffix("}\n"))
    }
}
