import Addressing
import Diagnostics
import Skywelld
import Testing
import Topology

@Suite struct WholeLanguageTests {
    private static func host(_ name: String) throws -> Host {
        let name = try #require(HostName(name))
        return try #require(try topology(wholeLanguage)[host: name])
    }

    @Test("reads a topology that uses every key")
    func reads() throws {
        let reading = read(wholeLanguage)
        let problems = DiagnosticRenderer(color: .never).render(reading.diagnostics, in: reading.source)
        #expect(problems == "")
        let topology = try topology(wholeLanguage)
        #expect(topology.hosts.count == 14)
        #expect(topology.segments.map { $0.ipv6Prefixes.count } == [1, 1, 0])
        #expect(topology.segments.map(\.latency) == [nil, .milliseconds(20), .milliseconds(1500)])
    }

    @Test("lists every link with its kind and segment, in the order of the diallers")
    func links() throws {
        let links = try topology(wholeLanguage).links.map { "\($0.kind) \($0.dialler) \($0.listener) \($0.segment)" }
        #expect(
            links == [
                "service v-1 s-1 backbone", "service v-1 s-2 backbone",
                "service v-2 s-1 backbone", "service v-2 s-2 backbone",
                "chosen s-1 hub-1 internet", "fellow s-1 s-2 backbone",
                "chosen s-2 hub-1 internet",
                "service v-3 r-1 backbone",
                "service r-1 t-1 backbone",
                "fellow t-1 hub-1 internet", "bridge t-1 big-1 internet", "chosen t-1 partner internet",
                "bridge hub-1 big-2 internet", "chosen hub-1 partner internet",
                "fellow big-1 big-2 wide", "bridge big-1 s-1 internet",
                "fellow big-2 big-3 wide", "bridge big-2 s-2 internet",
                "fellow big-3 big-4 wide", "bridge big-3 s-1 internet",
                "fellow big-4 big-5 wide", "bridge big-4 s-2 internet",
                "fellow big-5 big-1 wide", "bridge big-5 s-1 internet",
            ]
        )
    }

    @Test("settings come from the nearest level that gives them")
    func merges() throws {
        let zones = try topology(wholeLanguage).hosts.map { $0.zone?.rawValue ?? "none" }
        #expect(zones == ["z1", "z2", "a", "b", "a", "r", "a", "a", "a", "a", "a", "a", "a", "a"])
        let sentry = try Self.host("s-1")
        #expect(sentry.role == .sentry)
        #expect(sentry.secrets.store == "north-keys")
        #expect(try Self.host("hub-1").secrets.store == "keys")
        #expect(sentry.firewall.ceilings.perSource == 4)
        #expect(try Self.host("hub-1").firewall.ceilings.perSource == nil)
    }

    @Test("maps merge key by key: the database's type from far away, its path from nearer")
    func mergesMaps() throws {
        let sections = try Self.host("s-1").daemon.sections
        #expect(sections.map(\.name) == ["mysql_config", "node_db", "node_size", "rpc_startup", "sntp_servers"])
        #expect(sections[1].lines == [.text("type = RocksDB"), .text("path = /var/lib/skywelld/db")])
        #expect(sections[3].lines == [.text(#"{"command": "log_level", "severity": "fatal"}"#)])
        let monitoring = try #require(try Self.host("s-1").firewall.monitoring)
        #expect(monitoring.port == 9100)
        #expect(monitoring.sources.map(\.prefix.description) == ["10.1.10.9/32"])
    }

    @Test("values run in step with the name in every block")
    func stepsBlocks() throws {
        let second = try Self.host("v-2")
        guard case .file(let path, _) = second.secrets.nodeSeed else { return #expect(Bool(false), "no file") }
        #expect(path == "secrets/v-2.seed")
        #expect(second.ssh?.address == "v2.example")
        #expect(second.ssh?.user == "operator")
        #expect(second.ssh?.port == 2222)
        #expect(try Self.host("s-2").attachments[0].ipv6Address?.description == "fd00:10::62")
    }

    @Test("a range of whole addresses crosses octets")
    func crossesOctets() throws {
        let wide = try #require(SegmentName("wide"))
        let addresses = try topology(wholeLanguage).hosts.compactMap { $0.address(on: wide)?.description }
        #expect(addresses == ["10.2.0.254", "10.2.0.255", "10.2.1.0", "10.2.1.1", "10.2.1.2"])
    }

    @Test("a validator with relays has no sentries, a relay has them")
    func relays() throws {
        let validator = try Self.host("v-3")
        #expect(validator.relays.map(\.rawValue) == ["r-1"])
        #expect(validator.sentries.isEmpty)
        #expect(try Self.host("r-1").sentries.map(\.rawValue) == ["t-1"])
    }

    @Test("an external has a port of its own and no settings")
    func externals() throws {
        let partner = try Self.host("partner")
        #expect(partner.peerPort == 50444)
        #expect(partner.firewall == FirewallSettings())
        #expect(partner.daemon == DaemonSettings())
    }

    @Test("trust and expectations are read, names resolved")
    func readsRest() throws {
        let topology = try topology(wholeLanguage)
        #expect(topology.trust.scope == .group)
        #expect(topology.trust.foreign.map(\.name) == ["partner-a"])
        #expect(topology.trust.quorum?.count == 5)
        #expect(topology.expectations.count == 7)
        let names = try ["v-1", "v-2"].map { try #require(HostName($0)) }
        #expect(topology.expectations[3].statement == .hidden(names))
        #expect(topology.expectations[6].statement == .survives(.hosts([try #require(HostName("s-1"))])))
    }
}
