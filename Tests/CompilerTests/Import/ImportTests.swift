import Addressing
import Diagnostics
import Skywelld
import TestSupport
import Testing
import Topology

@testable import Compiler

@Suite struct ImportTests {
    @Test("without lists of addresses, those are found by elimination, and what nobody knows is said")
    func eliminates() throws {
        let result = try RunningNetwork(SampleTopology.quickstart(), listsAddresses: false).imported()
        #expect(result.text.contains("validator-1: { role: validator, backbone: 10.1.10.51 }"))
        #expect(result.text.contains("sentry-1:    { role: sentry, backbone: 10.1.10.55"))
        #expect(result.text.contains("sentry-2:    { role: sentry, backbone: 10.1.10.56"))
        #expect(Self.codes(of: result, "hosts/sentry-1/skywelld.cfg") == ["P2004", "P2003"])
        #expect(Self.codes(of: result, "hosts/sentry-2/skywelld.cfg") == ["P2004", "P2003"])
        #expect(result.hasErrors)
    }

    @Test("an address that two servers could have is nobody's")
    func doesNotGuess() throws {
        let sentry = Self.configuration(listening: "0.0.0.0", fixed: [])
        let result = try Self.imported([
            RunningNetwork.bundle("a", sentry), RunningNetwork.bundle("b", sentry),
            RunningNetwork.bundle(
                "v",
                Self.configuration(listening: "10.0.0.1", fixed: ["10.0.0.2 50333"], isPrivate: true)
            ),
        ])
        #expect(Self.codes(of: result, "hosts/a/skywelld.cfg") == ["P2003"])
        #expect(Self.codes(of: result, "hosts/b/skywelld.cfg") == ["P2003"])
        #expect(Self.codes(of: result, "hosts/v/skywelld.cfg") == ["P2007", "P2008"])
        #expect(result.text.contains("# a:"))
        #expect(result.text.contains("peer-10-0-0-2: { role: sentry, backbone: 10.0.0.2 }"))
    }

    @Test("two hosts that claim an address that others dial are both told")
    func contested() throws {
        let sentry = Self.configuration(listening: "10.0.0.2", fixed: [])
        let result = try Self.imported([
            RunningNetwork.bundle("a", sentry), RunningNetwork.bundle("b", sentry),
            RunningNetwork.bundle(
                "v",
                Self.configuration(listening: "10.0.0.1", fixed: ["10.0.0.2 50333"], isPrivate: true)
            ),
        ])
        #expect(Self.codes(of: result, "hosts/a/skywelld.cfg").contains("P2005"))
        #expect(Self.codes(of: result, "hosts/b/skywelld.cfg").contains("P2005"))
    }

    @Test("a folder that is called by an address tells it, and a name that cannot be one is changed")
    func names() throws {
        let result = try Self.imported([
            RunningNetwork.bundle("198.51.100.7", Self.configuration(listening: "0.0.0.0", fixed: [])),
            RunningNetwork.bundle(
                "Hub_One",
                Self.configuration(listening: "198.51.100.8", fixed: ["198.51.100.7 50333"])
            ),
        ])
        #expect(result.text.contains("198-51-100-7: { role: hub, internet: 198.51.100.7 }"))
        #expect(result.text.contains("hub-one:      { role: hub, internet: 198.51.100.8 }"))
        #expect(Self.codes(of: result, "hosts/Hub_One/skywelld.cfg") == ["P2002"])
    }

    @Test("entries that are no addresses, and validators that are no keys, are left out and shown")
    func entries() throws {
        let text =
            Self.configuration(listening: "198.51.100.7", fixed: ["r.skywell.com 51235", "198.51.100.9"])
            + "[validators]\nexample.com\nn94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9 Partner One\n"
        let result = try Self.imported([RunningNetwork.bundle("h", text)])
        #expect(Self.codes(of: result, "hosts/h/skywelld.cfg") == ["P2009", "P2010"])
        #expect(result.text.contains("peer-198-51-100-9: { role: external, internet: 198.51.100.9 }"))
        #expect(result.text.contains("    partner-one: n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9\n"))
    }

    @Test("a folder that is called like a peer without configuration keeps its name")
    func takenName() throws {
        let result = try Self.imported([
            RunningNetwork.bundle(
                "peer-198-51-100-9",
                Self.configuration(listening: "198.51.100.7", fixed: ["198.51.100.9 50333"])
            )
        ])
        #expect(result.text.contains("  peer-198-51-100-9:   { role: hub, internet: 198.51.100.7 }"))
        #expect(result.text.contains("  peer-198-51-100-9-x: { role: external, internet: 198.51.100.9 }"))
    }

    @Test("servers that dial across private networks share one segment of several prefixes")
    func joinsNetworks() throws {
        let result = try Self.imported([
            RunningNetwork.bundle(
                "v",
                Self.configuration(listening: "10.1.0.1", fixed: ["10.2.0.1 50333"], isPrivate: true)
            ),
            RunningNetwork.bundle(
                "s",
                Self.configuration(listening: "0.0.0.0", fixed: []),
                addresses: "10.2.0.1 198.51.100.1"
            ),
        ])
        #expect(result.text.contains("backbone: { cidr: [10.1.0.0/24, 10.2.0.0/24] }"))
        #expect(result.hasErrors == false)
        #expect(try SampleTopology.read(result.text).links.map { "\($0.dialler) \($0.listener)" } == ["v s"])
    }

    @Test("a folder without a configuration is said, and the others are imported")
    func withoutConfiguration() throws {
        let empty = WrittenBundle(name: "x", path: "hosts/x", files: [RunningNetwork.file("notes.txt", "")])
        let result = try Self.imported([
            empty, RunningNetwork.bundle("h", Self.configuration(listening: "198.51.100.7", fixed: [])),
        ])
        #expect(Self.codes(of: result, "hosts/x") == ["P2001"])
        #expect(result.text.contains("h: { role: hub, internet: 198.51.100.7 }"))
    }

    @Test("a validator that others dial is imported as one that nobody dials, and the lost link is said")
    func dialledValidator() throws {
        let result = try Self.imported([
            RunningNetwork.bundle(
                "v",
                Self.configuration(listening: "0.0.0.0", fixed: ["10.0.0.2 50333"], isPrivate: true),
                addresses: "10.0.0.1/24"
            ),
            RunningNetwork.bundle(
                "s",
                Self.configuration(listening: "0.0.0.0", fixed: ["10.0.0.1 50333"]),
                addresses: "10.0.0.2/24 198.51.100.2/24"
            ),
        ])
        #expect(Self.codes(of: result, "hosts/s/skywelld.cfg") == ["P2013"])
        #expect(try SampleTopology.read(result.text).links.map(\.listener.rawValue) == ["s"])
    }

    @Test("the server's own sample file is read as it is, and none of its secrets is shown")
    func sample() throws {
        let result = try Self.imported([RunningNetwork.bundle("sample", Self.sample, addresses: "198.51.100.5/24")])
        for secret in Self.sampleSecrets {
            #expect(!result.text.contains(secret))
            for file in result.diagnostics {
                #expect(!file.source.text.contains(secret))
                #expect(!file.diagnostics.contains { "\($0)".contains(secret) })
            }
        }
        #expect(result.keys.map { "\($0.host) \($0.kind.rawValue)" } == ["sample node_seed", "sample validation_seed"])
        #expect(result.keys.first?.seed.text == Self.sampleSecrets[0])
        #expect(result.secretFiles.map(\.path) == ["secrets/mysql_config", "secrets/port_ws_admin"])
        #expect(result.secretFiles.last?.lines == ["password = hunter2"])
        #expect(result.text.contains("port_rpc_found: { ip: 0.0.0.0, port: 5050, admin: 0.0.0.0, protocol: http }"))
        #expect(result.text.contains("quorum: 2"))
        #expect(result.text.contains("sample: ") || result.text.contains("sample:\n"))
        #expect(result.text.contains("sntp_servers: [time.windows.com, time.apple.com]"))
    }

    @Test("a seed under a header with a typing error is neither shown nor passed through")
    func misplacedSeed() throws {
        let seed = Self.sampleSecrets[1]
        let text =
            Self.configuration(listening: "198.51.100.7", fixed: [])
            + " [validation_seed]\n\(seed)\n[Node_Seed]\n\(seed)\n[\(seed)]\n1\n"
        let result = try Self.imported([RunningNetwork.bundle("h", text)])
        #expect(!result.text.contains(seed))
        #expect(result.diagnostics.allSatisfy { !$0.source.text.contains(seed) })
        #expect(result.diagnostics.allSatisfy { !$0.diagnostics.contains { "\($0)".contains(seed) } })
        #expect(result.keys.isEmpty)
    }

    @Test("every code of the import is documented, and no two share a number")
    func isDocumented() {
        let codes = Import.diagnosticInfos.map(\.code.rawValue)
        #expect(codes == (2001...2014).map { "P\($0)" })
    }

    @Test("a list of addresses is read from what several commands print")
    func listings() {
        let brief = AddressListing("lo UNKNOWN 127.0.0.1/8\neth0@if5 UP 10.0.0.5/22 fe80::1/64")
        #expect(brief.addresses == [IPv4Address("10.0.0.5")])
        #expect(brief.prefixLengths.values.map(\.self) == [22])
        let long = AddressListing("inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0\ninet 10.9.0.1 peer 10.9.0.2/32")
        #expect(long.addresses == [IPv4Address("10.0.0.5"), IPv4Address("10.9.0.1")])
        #expect(AddressListing("198.51.100.7 10.0.0.5 fd00::1\n").addresses.count == 2)
        #expect(AddressListing("").addresses.isEmpty)
    }

    @Test("names are in the order in which people count")
    func order() {
        let names = ["s-10", "s-2", "a", "s-1", "s", "s-2-b"]
        #expect(names.sorted(by: NaturalOrder.precedes) == ["a", "s", "s-1", "s-2", "s-2-b", "s-10"])
    }

    @Test("servers stand in the order of their ring, of their path, or as they are")
    func rings() throws {
        let endpoint = try #require(Endpoint("10.0.0.1:50333"))
        let order = { (servers: [Int], links: [(Int, Int)]) in
            RingOrder(servers, links.map { DraftLink(dialler: $0, listener: $1, endpoint: endpoint) }).order
        }
        #expect(order([1, 2], [(2, 1)]) == [2, 1])
        #expect(order([1, 2, 3], [(1, 3), (3, 2), (2, 1)]) == [1, 3, 2])
        #expect(order([1, 2, 3, 4], [(1, 2), (2, 4), (1, 3), (3, 2), (4, 1)]) == [1, 3, 2, 4])
        #expect(order([1, 2, 3], [(3, 1), (1, 2)]) == [3, 1, 2])
        #expect(order([1, 2, 3], [(1, 2)]) == [1, 2, 3])
        #expect(order([1], []) == [1])
        let mesh = (0..<40).flatMap { one in (0..<40).filter { $0 != one && $0 != 0 }.map { (one, $0) } }
        #expect(order(Array(0..<40), mesh).count == 40)
    }

    // MARK: - Support

    private static func imported(_ bundles: [WrittenBundle]) throws -> Import {
        Import(bundles, heading: try RunningNetwork.heading())
    }

    /// The codes about one file; those without a place first, then by place.
    private static func codes(of result: Import, _ name: String) -> [String] {
        result.diagnostics.first { $0.source.name == name }?.diagnostics.map(\.code.rawValue) ?? []
    }

    private static func configuration(listening address: String, fixed: [String], isPrivate: Bool = false) -> String {
        """
        [server]
        port_peer
        [port_peer]
        ip = \(address)
        port = 50333
        protocol = peer
        [peer_private]
        \(isPrivate ? 1 : 0)
        [ips_fixed]
        \(fixed.joined(separator: "\n"))

        """
    }

    private static let sampleSecrets = [
        "snVjqesLaiCppdpmYqouDVB1Ef7qt", "ss9GktwvgBqsWbP81fzpixEV351W9", "hunter2", "host=127.0.0.1 user=root",
    ]

    /// Source: skywelld reference §8.2 and §8.3, what they say of the sample file.
    private static let sample = """
        [server]
        port_rpc
        port_ws_admin
        port_peer
        [port_rpc]
        ip = 0.0.0.0
        port = 5050
        admin = 0.0.0.0
        protocol = http
        [port_ws_admin]
        ip = 127.0.0.1
        port = 6060
        user = root
        password = hunter2
        protocol = ws
        [port_peer]
        ip = 0.0.0.0
        port = 50338
        protocol = peer
        [node_seed]
        \(Self.sampleSecrets[0])
        [validation_seed]
        \(Self.sampleSecrets[1])
        [validation_quorum]
        2
        [validators]
        n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9
        n9MTvFGMWNinqe8mczfGXeSsGxLX28oV1zUubrKwiUFz49kmNWvH
        n9L81WCBc6x29PP2N6iXRCoynfRLKZ1dhJyj1PU46bNGWtSnBBKf
        [sntp_servers]
        time.windows.com
        time.apple.com
        [mysql_config]
        \(Self.sampleSecrets[3])
        [node_db]
        type = RocksDB
        path = db/rocksdb
        [peers_max]
        100

        """
}
