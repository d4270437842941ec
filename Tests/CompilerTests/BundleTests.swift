import Compiler
import Skywelld
import TestSupport
import Testing
import Topology

@Suite struct BundleTests {
    @Test("the bundles of the quickstart are the golden ones")
    func quickstart() throws {
        let topology = try SampleTopology.quickstart()
        let digest = ContentDigest.hex(try Repository.bytes(SampleTopology.quickstartPath))
        let source = TopologySource(name: "quickstart.yaml", digest: digest)
        let compilation = try Compilation(topology, secrets: .forLab(of: topology), source: source)
        #expect(compilation.bundles.map(\.host.rawValue) == ["validator-1", "sentry-1", "sentry-2"])
        try Self.compare(compilation, with: "quickstart")
    }

    @Test("the configurations and rules of a larger topology are the golden ones")
    func wide() throws {
        let compilation = try Compilation(SampleTopology.wide(), source: "wide.yaml")
        try Self.compare(compilation, with: "wide", [.configuration, .ruleset])
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

    @Test("the bundles of a topology with every role and setting are the golden ones")
    func full() throws {
        try Self.compare(Compilation(FullTopology.make(), source: "full.yaml"), with: "full")
    }

    @Test(
        "there is one bundle for each of our hosts, in the order of the file, with every artifact",
        arguments: LinkTests.Sample.allCases
    )
    func isComplete(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        let bundles = try Compilation(topology, source: "file.yaml").bundles
        #expect(bundles.map(\.host) == topology.hosts.filter { $0.role != .external }.map(\.name))
        for bundle in bundles {
            let role = try #require(topology[host: bundle.host]).role
            let nudge: [Artifact.Name] = role == .validator || role == .relay ? [.nudgeUnit, .nudgeTimer] : []
            let expected = [.manifest, .firewallUnit] + nudge + [.ruleset, .configuration, .serviceDropIn]
            #expect(bundle.artifacts.map(\.name) == expected, "\(bundle.host)")
        }
    }

    @Test(
        "the file with the seeds and the one with addresses are secret, no other, and every file has a place of its own on its host"
    )
    func knowsNames() {
        #expect(Artifact.Name.allCases.filter(\.isSecret) == [.ruleset, .configuration])
        #expect(Set(Artifact.Name.allCases.map(\.pathOnHost)).count == Artifact.Name.allCases.count)
        #expect(Artifact.Name.configuration.pathOnHost == "/etc/skywelld/skywelld.cfg")
        #expect(Artifact.Name.ruleset.pathOnHost == "/etc/picket/picket.nft")
        #expect(Artifact.Name.serviceDropIn.pathOnHost == "/etc/systemd/system/skywelld.service.d/picket.conf")
    }

    @Test("an artifact can be replaced, and the others stay as they are")
    func replaces() throws {
        var bundle = try Compilation(SampleTopology.quickstart(), source: "quickstart.yaml").bundles[0]
        let configuration = bundle[.configuration]
        bundle[.ruleset].contents = "changed"
        #expect(bundle[.ruleset].contents == "changed")
        #expect(bundle[.configuration] == configuration)
        #expect(bundle.artifacts.count == 7)
    }

    private static func compare(
        _ compilation: Compilation,
        with folder: String,
        _ names: Set<Artifact.Name> = Set(Artifact.Name.allCases)
    ) throws {
        for bundle in compilation.bundles {
            for artifact in bundle.artifacts where names.contains(artifact.name) {
                #expect(artifact.contents.hasSuffix("\n"))
                let path = "Tests/CompilerTests/Golden/\(folder)/\(bundle.host)/\(artifact.name)"
                #expect(try Golden.difference(artifact.contents, from: path) == nil)
            }
        }
    }
}
