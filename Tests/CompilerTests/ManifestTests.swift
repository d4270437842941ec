import Compiler
import FoundationEssentials
import Skywelld
import TestSupport
import Testing
import Topology

@Suite struct ManifestTests {
    private struct Document: Decodable {
        struct File: Decodable {
            let digest: String
            let name: String
        }

        let artifacts: [String: String]
        let host: String
        let network: String
        let nodeKey: String
        let picket: String
        let role: String
        let schema: String
        let templates: [String: String]
        let throwAwayKeys: Bool
        let topology: File
        let validationKey: String?
    }

    private static let digest = ContentDigest.hex(Array("the file".utf8))

    @Test("a manifest says what the bundle holds and what it was made from", arguments: LinkTests.Sample.allCases)
    func tellsAll(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        let source = TopologySource(name: "a \"b\" \\ c.yaml", digest: Self.digest)
        let compilation = try Compilation(topology, secrets: .forLab(of: topology), source: source)
        for bundle in compilation.bundles {
            let document = try JSONDecoder().decode(Document.self, from: Data(bundle[.manifest].contents.utf8))
            let others = bundle.artifacts.filter { $0.name != .manifest }
            #expect(document.artifacts.count == others.count)
            for artifact in others {
                let digest = ContentDigest.hex(Array(artifact.contents.utf8))
                #expect(document.artifacts[artifact.name.rawValue] == digest)
            }
            let host = try #require(topology[host: bundle.host])
            let identity = try #require(compilation.identities[bundle.host])
            #expect(document.host == host.name.rawValue && document.role == host.role.rawValue)
            #expect(document.network == topology.network.rawValue && document.picket == PicketVersion.current)
            #expect(document.schema == "picket.manifest/1" && document.throwAwayKeys)
            #expect(document.nodeKey == identity.nodeKey.base58)
            #expect(document.validationKey == identity.validationKey?.base58)
            #expect(document.topology.digest == Self.digest && document.topology.name == source.name)
            #expect(document.templates.count == TemplateSet.builtIn.files.count)
        }
    }

    @Test("a manifest holds no secret, and its keys are sorted", arguments: LinkTests.Sample.allCases)
    func isPublic(sample: LinkTests.Sample) throws {
        let compilation = try Compilation(sample.read(), source: "file.yaml")
        for bundle in compilation.bundles {
            let text = bundle[.manifest].contents
            for identity in compilation.identities.values {
                #expect(!text.contains(identity.nodeSeed.text))
                if let seed = identity.validationSeed { #expect(!text.contains(seed.text)) }
            }
            let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { $0.split(separator: "\"")[1] }
            #expect(keys.count >= 10 && keys == keys.sorted())
        }
    }

    @Test("the digest is SHA-256")
    func digests() {
        // Source: FIPS 180-2, appendix B.1.
        #expect(
            ContentDigest.hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }
}
