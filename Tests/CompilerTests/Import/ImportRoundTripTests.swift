import Addressing
import Diagnostics
import Skywelld
import TestSupport
import Testing
import Topology

@testable import Compiler

@Suite struct ImportRoundTripTests {
    enum Sample: String, CaseIterable {
        case quickstart
        case wide
        case operators
        case separate
        case ring
        case seedExample = "seed-example"
        case singleVPS = "single-vps"
        case twoSite = "two-site"
        case consortium

        func read() throws -> Topology {
            switch self {
            case .quickstart: try SampleTopology.quickstart()
            case .wide: try SampleTopology.wide()
            case .operators: try SampleTopology.read(Self.operatorsText)
            case .separate: try SampleTopology.read(Self.separateText)
            case .ring: try SampleTopology.read(Self.ringText)
            case .seedExample, .singleVPS, .twoSite, .consortium:
                try SampleTopology.read(Repository.text("topologies/\(self.rawValue).yaml"))
            }
        }

        /// Two operators: relays, hubs, peers that are not ours, choices, ports, trust, further sections.
        private static let operatorsText = """
            picket: 1
            network: operators
            segments:
              internet: { public: true, cidr: [198.51.100.0/24, 203.0.113.0/24] }
              backbone: { cidr: 10.1.10.0/24 }
              dmz: { cidr: 10.2.0.0/16 }
            hosts:
              north-v-{1..2}: { role: validator, group: north, backbone: 10.1.10.{51..52} }
              north-r: { role: relay, group: north, backbone: 10.1.10.70, dmz: 10.2.1.70 }
              north-s-{1..3}: { role: sentry, group: north, dmz: 10.2.2.{1..3}, internet: 198.51.100.{11..13} }
              south-v-1: { role: validator, group: south, backbone: 10.1.10.81, sentries: [south-s-1], peer_port: 51001 }
              south-v-2: { role: validator, group: south, internet: 198.51.100.82 }
              south-s-1:
                role: sentry
                group: south
                backbone: 10.1.10.91
                internet: 198.51.100.91
                peers: [south-hub, north-s-2]
                daemon:
                  node_db: { type: NuDB, path: /srv/db }
                  port_ws_public: { ip: 198.51.100.91, port: 5020, protocol: ws }
              south-s-2: { role: sentry, group: south, internet: 203.0.113.92, peer_port: 50444 }
              south-hub: { role: hub, group: south, internet: 203.0.113.93 }
              partner: { role: external, group: south, internet: 198.51.100.99, peer_port: 50555 }
            trust:
              validators: { partner-a: n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9 }
              quorum: 3
            daemon:
              mysql_config: file:secrets/mysql.txt
              sntp_servers: [10.1.10.1]
              node_size: small
              rpc_startup: ['{ "command": "log_level", "severity": "error" }']
            firewall: { egress: { ntp: { to: [10.1.10.1], protocol: udp, port: 123 } } }

            """

        /// Two networks in one file, each with a trust of its own.
        private static let separateText = """
            picket: 1
            network: separate
            segments:
              internet: { public: true, cidr: 198.51.100.0/24 }
              backbone: { cidr: 10.1.10.0/24 }
            hosts:
              red-v-{1..3}: { role: validator, group: red, backbone: 10.1.10.{1..3} }
              red-s-{1..2}: { role: sentry, group: red, backbone: 10.1.10.{11..12}, internet: 198.51.100.{11..12} }
              blue-v: { role: validator, group: blue, backbone: 10.1.10.21 }
              blue-s-{1..2}: { role: sentry, group: blue, backbone: 10.1.10.{31..32}, internet: 198.51.100.{31..32} }
            trust: { scope: group }

            """

        /// A ring that does not follow the names, at a port of its own.
        private static let ringText = """
            picket: 1
            network: ring
            segments:
              internet: { public: true, cidr: 198.51.100.0/24 }
              backbone: { cidr: 10.1.10.0/24 }
            defaults: { peer_port: 61000 }
            hosts:
              v: { role: validator, backbone: 10.1.10.1 }
              s-3: { role: sentry, backbone: 10.1.10.13, internet: 198.51.100.13 }
              s-1: { role: sentry, backbone: 10.1.10.11, internet: 198.51.100.11 }
              s-10: { role: sentry, backbone: 10.1.10.20, internet: 198.51.100.20 }
              s-2: { role: sentry, backbone: 10.1.10.12, internet: 198.51.100.12 }

            """
    }

    @Test("what was compiled and imported again is the same network", arguments: Sample.allCases)
    func keepsNetwork(sample: Sample) throws {
        let original = try sample.read()
        let result = try RunningNetwork(original).imported()
        #expect(Self.messages(of: result).isEmpty, "\(result.text)")
        #expect(!result.hasErrors)
        let again = try SampleTopology.read(result.text)

        #expect(again.network == original.network)
        #expect(again.hosts.map(Self.name(of:)).sorted() == original.hosts.map(Self.name(of:)).sorted())
        for host in original.hosts {
            let found = try #require(again.hosts.first { Self.name(of: $0) == Self.name(of: host) })
            #expect(found.role == host.role, "\(host.name)")
            #expect(found.peerPort == host.peerPort, "\(host.name)")
            let addresses = host.attachments.map(\.address).sorted()
            #expect(found.attachments.map(\.address).sorted() == addresses, "\(host.name)")
            for attachment in host.attachments {
                let there = found.attachments.first { $0.address == attachment.address }
                let segment = there.flatMap { again[segment: $0.segment] }
                #expect(segment?.isPublic == original[segment: attachment.segment]?.isPublic, "\(attachment.address)")
            }
        }
        #expect(Self.links(of: again) == Self.links(of: original), "\(result.text)")
        #expect(again.trust.foreign.map(\.key) == original.trust.foreign.map(\.key))
        #expect(again.trust.scope == original.trust.scope)
        #expect(again.trust.quorum?.count == original.trust.quorum?.count)
    }

    @Test(
        "what was imported compiles into the configurations that it came from, keys included",
        arguments: Sample.allCases
    )
    func keepsConfigurations(sample: Sample) throws {
        let running = try RunningNetwork(sample.read())
        let result = try running.imported()
        let topology = try SampleTopology.read(result.text)
        var seeds: [HostName: [Import.Key.Kind: Seed]] = [:]
        for key in result.keys { seeds[key.host, default: [:]][key.kind] = key.seed }
        let identities = try seeds.mapValues { seeds in
            Identity(nodeSeed: try #require(seeds[.node]), validationSeed: seeds[.validation])
        }
        var lines: [SecretReference: [String]] = [:]
        for section in topology.hosts.flatMap(\.daemon.sections) {
            for case .secret(let reference) in section.lines {
                guard case .file(let path, _) = reference else { continue }
                lines[reference] = result.secretFiles.first { $0.path == path }?.lines
            }
        }
        let secrets = Secrets(identities: identities, lines: lines)
        let source = TopologySource(name: "imported.yaml", digest: "")
        let compilation = try Compilation(topology, secrets: secrets, source: source)
        #expect(compilation.bundles.count == running.bundles.count)
        for bundle in compilation.bundles {
            let original = try #require(running.bundles.first { $0.name == bundle.host.rawValue }?["skywelld.cfg"])
            let before = Self.content(of: ConfigurationFile(original.bytes))
            let after = Self.content(of: ConfigurationFile(bundle[.configuration].contents))
            #expect(after == before, "\(bundle.host)\n\(result.text)")
        }
    }

    @Test("an import of many hosts finds their ring and says nothing that goes without saying")
    func many() throws {
        let text = """
            picket: 1
            network: many
            segments: { internet: { public: true, cidr: 198.18.0.0/15 }, backbone: { cidr: 10.1.0.0/16 } }
            hosts:
              v-{1..40}: { role: validator, backbone: '{10.1.1.1..10.1.1.40}' }
              s-{1..80}: { role: sentry, backbone: '{10.1.2.1..10.1.2.80}', internet: '{198.18.2.1..198.18.2.80}' }

            """
        let result = try RunningNetwork(SampleTopology.read(text)).imported()
        #expect(!result.hasErrors && Self.messages(of: result).isEmpty)
        for word in ["sentries:", "peers:", "group:", "peer_port:"] { #expect(!result.text.contains(word)) }
    }

    /// Peers that are not ours have no configuration, so they are called by their address.
    private static func name(of host: Host) -> String {
        guard host.role == .external else { return host.name.rawValue }
        return "peer-" + host.attachments[0].address.octets.map { "\($0)" }.joined(separator: "-")
    }

    private static func links(of topology: Topology) -> Set<String> {
        Set(
            topology.links.map { link in
                let listener = topology[host: link.listener].map(Self.name(of:)) ?? ""
                return "\(link.dialler) -> \(listener) at \(link.endpoint)"
            }
        )
    }

    /// What the server makes of a file: the order of the sections, and of the entries of lists of peers, means nothing.
    /// At which address a server without fixed peers enters the network depends on the order of its addresses in the
    /// topology, which no configuration tells.
    private static func content(of file: ConfigurationFile) -> [String: [String]] {
        let isUnordered: Set<String> = ["ips", "ips_fixed", "validators"]
        return Dictionary(
            uniqueKeysWithValues: file.sections.filter { $0.name != "ips" || file["ips_fixed"] != nil }.map { section in
                let lines = section.lines.map(\.text)
                return (section.name, isUnordered.contains(section.name) ? lines.sorted() : lines)
            }
        )
    }

    /// What the import itself has to say; what a topology's reader remarks holds for the original as well.
    private static func messages(of result: Import) -> [String] {
        result.diagnostics.filter { $0.source.name != "imported.yaml" }
            .flatMap { file in file.diagnostics.map { "\(file.source.name): \($0.code) \($0.message)" } }
    }
}
