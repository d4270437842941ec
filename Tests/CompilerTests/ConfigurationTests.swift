import Addressing
import Compiler
import Skywelld
import TestSupport
import Testing
import Topology

@Suite struct ConfigurationTests {
    @Test("the server's reader has nothing to say about any generated file", arguments: LinkTests.Sample.allCases)
    func hasNoProblems(sample: LinkTests.Sample) throws {
        for host in try Self.hosts(of: sample) {
            let reading = ServerConfiguration.read(ConfigurationFile(host.text))
            #expect(reading.problems == [], "\(host.name)")
            #expect(reading.configuration != nil, "\(host.name)")
        }
    }

    @Test("the name of the topology's file stays in its comment, whatever it is")
    func fileName() throws {
        let topology = try LinkTests.Sample.quickstart.read()
        let plain = try Compilation(topology, source: "a.yaml").bundles
        let hostile = try Compilation(topology, source: "a\n[peer_private]\n0\r\nflush ruleset\u{1B}[2J\u{2028}.yaml")
            .bundles
        for (one, other) in zip(plain.flatMap(\.artifacts), hostile.flatMap(\.artifacts)) {
            let lines = other.contents.split(separator: "\n", omittingEmptySubsequences: false)
            let expected = one.contents.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count == expected.count)
            for (line, plain) in zip(lines, expected) where line != plain {
                // The manifest names the file as JSON, and holds the digests of the other artifacts.
                #expect(line.hasPrefix("# ") || one.name == .manifest && line.hasPrefix("    \""))
            }
            #expect(!other.contents.contains("\u{1B}"))
        }
    }

    @Test(
        "peer_private is 1 for validators and 0 for everybody else, as the only line of its section",
        arguments: LinkTests.Sample.allCases
    )
    func saysPrivate(sample: LinkTests.Sample) throws {
        for host in try Self.hosts(of: sample) {
            let section = try #require(ConfigurationFile(host.text)["peer_private"])
            #expect(section.headers.count == 1)
            #expect(section.lines.map(\.text) == [host.role == .validator ? "1" : "0"], "\(host.name)")
        }
    }

    @Test("a validator's ips_fixed and ips are its sentries, with ports", arguments: LinkTests.Sample.allCases)
    func listsSentries(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for host in try Self.hosts(of: sample) where host.role == .validator {
            let sentries = topology.links.filter { $0.dialler == host.name }.map(\.endpoint)
            #expect(!sentries.isEmpty)
            #expect(host.configuration.fixedPeers == sentries, "\(host.name)")
            #expect(host.configuration.ips == sentries, "\(host.name)")
            let file = ConfigurationFile(host.text)
            for name in ["ips", "ips_fixed"] {
                #expect(file[name]?.lines.map(\.text) == sentries.map { "\($0.address) \($0.port)" })
            }
        }
    }

    @Test("a sentry dials what its links say, and no validator", arguments: LinkTests.Sample.allCases)
    func sentryDials(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for host in try Self.hosts(of: sample) where host.role == .sentry {
            #expect(host.configuration.fixedPeers == topology.links.filter { $0.dialler == host.name }.map(\.endpoint))
        }
    }

    /// Those that it dials must let it in before strangers: their rules hold its address, and nothing else does.
    @Test(
        "no file but a validator's own and the rules of those that it dials holds its address, in any form",
        arguments: LinkTests.Sample.allCases
    )
    func hidesValidators(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for bundle in try Compilation(topology, source: "file.yaml").bundles {
            for validator in topology.hosts where validator.role == .validator && validator.name != bundle.host {
                let isDialled = topology.links(from: validator.name).contains { $0.listener == bundle.host }
                for artifact in bundle.artifacts where !(isDialled && artifact.name == .ruleset) {
                    let words = Set(artifact.contents.split { !$0.isNumber && $0 != "." })
                    for attachment in validator.attachments {
                        #expect(
                            !words.contains(attachment.address.description[...]),
                            "\(artifact.name) of \(bundle.host) names \(validator.name)"
                        )
                    }
                }
            }
        }
    }

    @Test(
        "a server listens at the port that the file says; a validator with one address, nowhere else",
        arguments: LinkTests.Sample.allCases
    )
    func listens(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for host in try Self.hosts(of: sample) {
            let declared = try #require(topology[host: host.name])
            let port = try #require(host.configuration.peerPort)
            #expect(port.port == declared.peerPort)
            let isAlone = host.role.isHidden && declared.attachments.count == 1
            let anywhere = IPv4Address(rawValue: 0)
            #expect(port.address == (isAlone ? declared.attachments[0].address : anywhere), "\(host.name)")
        }
    }

    @Test("a sentry has slots for all that dial it and for eleven strangers", arguments: LinkTests.Sample.allCases)
    func hasSlots(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        for host in try Self.hosts(of: sample) where host.role == .sentry {
            let accepts = topology.links.count { $0.listener == host.name }
            let maximum = host.configuration.peersMax
            let outbound = max(Double(maximum) * 0.15, 10).rounded(.up)
            #expect(maximum - Int(outbound) >= accepts + 11, "\(host.name)")
        }
    }

    @Test(
        "every server trusts every validator of the topology and those that trust names, and no seed is in another's file",
        arguments: LinkTests.Sample.allCases
    )
    func trustsValidators(sample: LinkTests.Sample) throws {
        let topology = try sample.read()
        let identities = try Compilation(topology, source: "file.yaml").identities
        let own = topology.hosts.compactMap { host in
            identities[host.name]?.validationKey.map { "\($0.base58) \(host.name)" }
        }
        let trusted = own + topology.trust.foreign.map { "\($0.key.base58) \($0.name)" }
        for host in try Self.hosts(of: sample) {
            #expect(ConfigurationFile(host.text)["validators"]?.lines.map(\.text) == trusted, "\(host.name)")
            #expect(host.configuration.hasValidationSeed == (host.role == .validator))
            #expect(host.configuration.nodeSeed == identities[host.name]?.nodeSeed)
            for (name, identity) in identities where name != host.name {
                for seed in [identity.nodeSeed, identity.validationSeed].compactMap(\.self) {
                    #expect(!host.text.contains(seed.text), "a seed of \(name) is in the file of \(host.name)")
                }
            }
        }
    }

    @Test(
        "files are plain: ASCII, no blanks at line ends, comments only in the first column",
        arguments: LinkTests.Sample.allCases
    )
    func isPlain(sample: LinkTests.Sample) throws {
        for host in try Self.hosts(of: sample) {
            #expect(host.text.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) }, "\(host.name)")
            #expect(host.text.hasSuffix("\n") && !host.text.hasSuffix("\n\n"))
            for line in host.text.split(separator: "\n") {
                #expect(line.last != " " && line.first != " ", "\(host.name): '\(line)'")
                #expect(line.hasPrefix("#") || !line.contains("#"), "\(host.name): '\(line)'")
            }
        }
    }

    /// A server that knows nobody looks up its vendor's name: its first peers must be in its file.
    ///
    /// Source: skywelld reference §9, L13.
    @Test("every server of the quickstart has somebody to begin with, and so asks no name server")
    func hasEntryPoints() throws {
        for host in try Self.hosts(of: .quickstart) {
            #expect(!host.configuration.ips.isEmpty, "\(host.name)")
        }
    }

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
        for host in try Self.hosts(of: sample) {
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
        for host in try Self.hosts(of: sample) {
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
        let files = try Self.hosts(of: .full)
        let sentry = ConfigurationFile(try #require(files.first { $0.name.rawValue == "n-s-1" }).text)
        #expect(sentry["node_db"]?.lines.map(\.text) == ["type = NuDB", "path = /srv/db"])
        #expect(sentry["node_db"]?.headers.count == 1)
        #expect(sentry["node_size"]?.lines.map(\.text) == ["medium"])
        #expect(sentry["database_path"]?.lines.map(\.text) == ["/var/lib/skywelld/db"])
        #expect(sentry["port_ws_public"]?.keyValues.map(\.key) == ["ip", "port", "protocol", "user", "password"])
        let validator = ConfigurationFile(try #require(files.first { $0.name.rawValue == "n-v" }).text)
        #expect(validator["mysql_config"]?.lines.map(\.text) == ["host=db password=hunter2", "lab"])
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
        let topology = try FullTopology.make(trust: Trust(scope: .group, quorum: .init(7, at: FullTopology.span(31))))
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

    private struct Compiled {
        let name: HostName
        let role: Role
        let text: String
        let configuration: ServerConfiguration
    }

    private static func hosts(of sample: LinkTests.Sample) throws -> [Compiled] {
        let topology = try sample.read()
        return try Compilation(topology, source: "file.yaml").bundles.map { bundle in
            let text = bundle[.configuration].contents
            let reading = ServerConfiguration.read(ConfigurationFile(text))
            return Compiled(
                name: bundle.host,
                role: try #require(topology[host: bundle.host]).role,
                text: text,
                configuration: try #require(reading.configuration, "\(reading.problems)")
            )
        }
    }
}
