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

    struct Compiled {
        let name: HostName
        let role: Role
        let text: String
        let configuration: ServerConfiguration
    }

    static func hosts(of sample: LinkTests.Sample) throws -> [Compiled] {
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
