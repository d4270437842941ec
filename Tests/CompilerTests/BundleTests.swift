import Compiler
import TestSupport
import Testing
import Topology

@Suite struct BundleTests {
    @Test("the bundles of the quickstart are the golden ones")
    func quickstart() throws {
        let compilation = try Compilation(SampleTopology.quickstart(), source: "quickstart.yaml")
        #expect(compilation.bundles.map(\.host.rawValue) == ["validator-1", "sentry-1", "sentry-2"])
        try Self.compare(compilation, with: "quickstart")
    }

    @Test("the bundles of a larger topology are the golden ones")
    func wide() throws {
        try Self.compare(Compilation(SampleTopology.wide(), source: "wide.yaml"), with: "wide")
    }

    @Test("the same topology gives the same bytes, however often it is compiled")
    func isDeterministic() throws {
        let first = try Compilation(SampleTopology.wide(), source: "wide.yaml")
        for _ in 0..<5 {
            let again = try Compilation(SampleTopology.wide(), source: "wide.yaml")
            #expect(again.bundles == first.bundles)
            #expect(again.links == first.links)
        }
    }

    @Test("there is one bundle for each host, in the order of the file, with both artifacts")
    func isComplete() throws {
        let topology = try SampleTopology.wide()
        let bundles = try Compilation(topology, source: "wide.yaml").bundles
        #expect(bundles.map(\.host) == topology.hosts.map(\.name))
        for bundle in bundles {
            #expect(bundle.artifacts.map(\.name) == [.ruleset, .configuration])
        }
    }

    @Test("only the file with the seeds is secret")
    func knowsSecrets() {
        #expect(Artifact.Name.allCases.filter(\.isSecret) == [.configuration])
        #expect(Artifact.Name.allCases.map(\.description).sorted() == ["picket.nft", "skywelld.cfg"])
    }

    @Test("an artifact can be replaced, and the others stay as they are")
    func replaces() throws {
        var bundle = try Compilation(SampleTopology.quickstart(), source: "quickstart.yaml").bundles[0]
        let configuration = bundle[.configuration]
        bundle[.ruleset].contents = "changed"
        #expect(bundle[.ruleset].contents == "changed")
        #expect(bundle[.configuration] == configuration)
        #expect(bundle.artifacts.count == 2)
    }

    private static func compare(_ compilation: Compilation, with folder: String) throws {
        for bundle in compilation.bundles {
            for artifact in bundle.artifacts {
                let path = "Tests/CompilerTests/Golden/\(folder)/\(bundle.host)/\(artifact.name)"
                #expect(try Golden.difference(artifact.contents, from: path) == nil)
            }
        }
    }
}
