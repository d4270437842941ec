import Addressing
import Compiler
import Skywelld
import TestSupport
import Testing
import Topology

/// Sections beyond who dials whom: trust, administration, logs, keys, and what `daemon` says.
@Suite struct ConfigurationSectionTests {
    @Test("a quorum is 80 % of the trusted validators, rounded up", arguments: [1: 1, 4: 4, 5: 4, 6: 5, 11: 9, 50: 40])
    func computesQuorum(validators: Int, quorum: Int) throws {
        let topology = try SampleTopology.read(
            """
            picket: 1
            network: t
            segments: { internet: { public: true, cidr: 198.51.100.0/24 }, backbone: { cidr: 10.1.10.0/24 } }
            hosts:
              v-{1..\(validators)}: { role: validator, backbone: 10.1.10.{1..\(validators)} }
              s: { role: sentry, backbone: 10.1.10.200, internet: 198.51.100.1 }
            """
        )
        for bundle in try Compilation(topology, source: "file.yaml").bundles {
            let file = ConfigurationFile(bundle[.configuration].contents)
            #expect(file["validation_quorum"]?.lines.map(\.text) == ["\(quorum)"])
            #expect(file["validators"]?.lines.count == validators)
        }
    }

    @Test("administration is on loopback alone, at a port that nothing else uses", arguments: LinkTests.Sample.allCases)
    func bindsAdministration(sample: LinkTests.Sample) throws {
        for host in try ConfigurationTests.hosts(of: sample) {
            let file = ConfigurationFile(host.text)
            let values = file["port_rpc"]?.keyValues.map { "\($0.key)=\($0.value)" }
            let port = host.configuration.peerPort?.port == 5050 ? 5051 : 5050
            #expect(values == ["ip=127.0.0.1", "port=\(port)", "admin=127.0.0.1", "protocol=http"], "\(host.name)")
            let ports = file.sections.filter { $0.name.hasPrefix("port_") }.map(\.name)
            #expect(file["server"]?.values.map(\.text) == ports)
        }
    }

    @Test(
        "a server that hidden hosts dial logs nothing that names its neighbours",
        arguments: LinkTests.Sample.allCases
    )
    func logsNoNeighbours(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for host in try ConfigurationTests.hosts(of: sample) {
            let servesHidden = topology.links(to: host.name).contains {
                topology[host: $0.dialler]?.role.isHidden == true
            }
            let severity = servesHidden ? "fatal" : "warning"
            let lines = ConfigurationFile(host.text)["rpc_startup"]?.lines.map(\.text)
            #expect(lines == ["{ \"command\": \"log_level\", \"severity\": \"\(severity)\" }"], "\(host.name)")
        }
    }

    @Test("what daemon says stands in the file, in place of our defaults where it names the same section")
    func passesThrough() throws {
        let files = try ConfigurationTests.hosts(of: .full)
        let sentry = ConfigurationFile(try #require(files.first { $0.name.rawValue == "n-s-1" }).text)
        #expect(sentry["node_db"]?.lines.map(\.text) == ["type = NuDB", "path = /srv/db"])
        #expect(sentry["node_db"]?.headers.count == 1)
        #expect(sentry["node_size"]?.lines.map(\.text) == ["medium"])
        #expect(sentry["database_path"]?.lines.map(\.text) == ["/var/lib/skywelld/db"])
        #expect(sentry["port_ws_public"]?.keyValues.map(\.key) == ["ip", "port", "protocol", "user", "password"])
        let validator = ConfigurationFile(try #require(files.first { $0.name.rawValue == "n-v" }).text)
        #expect(validator["mysql_config"]?.lines.map(\.text) == ["lab", "lab"])
    }

    @Test("real keys come from the secrets, and are not called throw-away")
    func usesRealKeys() throws {
        let topology = try SampleTopology.quickstart()
        let identities = topology.hosts.map { host in
            let seed = { (what: String) in Seed(passphrase: "real \(what) of \(host.name)") }
            let validates = host.role == .validator
            let identity = Identity(nodeSeed: seed("node"), validationSeed: validates ? seed("validation") : nil)
            return (host.name, identity)
        }
        let secrets = Secrets(identities: Dictionary(uniqueKeysWithValues: identities))
        let source = TopologySource(name: "a.yaml", digest: ContentDigest.hex([]))
        let real = try Compilation(topology, secrets: secrets, source: source)
        let lab = try Compilation(topology, source: "a.yaml")
        for (bundle, labBundle) in zip(real.bundles, lab.bundles) {
            let text = bundle[.configuration].contents
            let identity = try #require(secrets.identities[bundle.host])
            #expect(ServerConfiguration.read(ConfigurationFile(text)).configuration?.nodeSeed == identity.nodeSeed)
            #expect(!text.contains("throw-away"))
            #expect(text.contains("\n# The node's public key is \(identity.nodeKey)\n"))
            #expect(labBundle[.configuration].contents.contains("\n# The keys are throw-away lab keys"))
        }
    }

    @Test("a stand-in for a peer that is not ours is a plain public server at its port, with keys of its own")
    func standsIn() throws {
        let topology = try FullTopology.make()
        let compilation = try Compilation(topology, source: "full.yaml")
        let external = try #require(topology.hosts.first { $0.role == .external })
        let artifact = compilation.standIn(for: external)
        #expect(artifact.name == .configuration)
        let reading = ServerConfiguration.read(ConfigurationFile(artifact.contents))
        #expect(reading.problems == [])
        let configuration = try #require(reading.configuration)
        #expect(!configuration.isPrivate && !configuration.hasValidationSeed)
        #expect(configuration.peerPort?.port == external.peerPort && configuration.fixedPeers == [])
        #expect(!compilation.identities.values.map(\.nodeSeed).contains(configuration.nodeSeed))
        #expect(compilation.identities[external.name] == nil)
    }

    @Test("servers trust the validators of their group alone where trust says so")
    func trustsGroup() throws {
        let topology = try FullTopology.make(trust: "scope: group, quorum: 7")
        let identities = try Compilation(topology, source: "full.yaml").identities
        for bundle in try Compilation(topology, source: "full.yaml").bundles {
            let group = try #require(topology[host: bundle.host]).group
            let expected = topology.hosts.filter { $0.group == group }.compactMap { host in
                identities[host.name]?.validationKey.map { "\($0.base58) \(host.name)" }
            }
            let file = ConfigurationFile(bundle[.configuration].contents)
            #expect(expected.count == 1)
            #expect(file["validators"]?.lines.map(\.text) == expected)
            #expect(file["validation_quorum"]?.lines.map(\.text) == ["7"])
        }
    }
}
