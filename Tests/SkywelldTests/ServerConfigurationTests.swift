import Addressing
import Skywelld
import TestSupport
import Testing

@Suite("ServerConfiguration")
struct ServerConfigurationTests {
    private struct FlagEntry: Decodable {
        enum Result: Decodable {
            case flag(Bool)
            case error

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                self = (try? container.decode(Bool.self)).map(Result.flag) ?? .error
            }
        }

        let text: String
        let result: Result
    }

    private struct FileEntry: Decodable {
        let note: String
        let text: String
        let peerPrivateEffective: Bool?
        let comment: String?
    }

    /// A complete file, to which a test adds sections.
    private static func file(_ more: String, seed: String = "[node_seed]\nsnoPBjXtMeMyMHUVTgbuqAfg1SUTb\n") -> String {
        "[server]\nport_peer\n[port_peer]\nip = 0.0.0.0\nport = 50333\nprotocol = peer\n" + seed + more
    }

    private static func read(_ text: String) -> ServerConfiguration.Reading {
        ServerConfiguration.read(ConfigurationFile(text))
    }

    /// The problems of a file, one per line: severity, line number, message.
    private static func problems(_ text: String) -> [String] {
        self.read(text).problems.map { "\($0.severity) \($0.line ?? 0): \($0.message)" }
    }

    @Test("reads what a node needs, and leaves the rest of the server alone")
    func complete() throws {
        let text = """
            # a validator
            [server]
            port_rpc
            port_peer
            ip = 10.1.10.51
            header_yield_count = 2
            [port_rpc]
            port = 5050
            protocol = http, https
            admin = 127.0.0.1
            [port_peer]
            port = 50333
            protocol = peer
            [node_db]
            type = Memory
            [ips]
            198.51.100.11 50333
            [ips_fixed]
            198.51.100.11 50333
            198.51.100.12:50334
            [peer_private]
            1
            [peers_max]
            30
            [node_seed]
            snoPBjXtMeMyMHUVTgbuqAfg1SUTb
            [validation_seed]
            ss9GktwvgBqsWbP81fzpixEV351W9
            """
        let reading = Self.read(text)
        #expect(reading.problems == [])
        let configuration = try #require(reading.configuration)
        #expect(configuration.peerPort?.name == "port_peer")
        #expect(configuration.peerPort?.address == IPv4Address("10.1.10.51"))
        #expect(configuration.peerPort?.port == 50333)
        #expect(configuration.ips.map(\.description) == ["198.51.100.11:50333"])
        #expect(configuration.fixedPeers.map(\.description) == ["198.51.100.11:50333", "198.51.100.12:50334"])
        #expect(configuration.isPrivate)
        #expect(configuration.peersMax == 30)
        #expect(configuration.nodeSeed == Seed(passphrase: "masterpassphrase"))
        #expect(configuration.hasValidationSeed)
    }

    @Test("what is not written has the server's defaults")
    func defaults() throws {
        let configuration = try #require(Self.read(Self.file("")).configuration)
        #expect(configuration.ips == [] && configuration.fixedPeers == [])
        #expect(!configuration.isPrivate && configuration.peersMax == 0 && !configuration.hasValidationSeed)
    }

    @Test("takes a flag only as the vectors say")
    func flags() throws {
        let entries = try VectorFile.entries(FlagEntry.self, of: "config_bool")
        #expect(!entries.isEmpty)
        for entry in entries {
            let configuration = Self.read(Self.file("[peer_private]\n\(entry.text)\n")).configuration
            switch entry.result {
            case .flag(let flag): #expect(configuration?.isPrivate == flag, "\(entry.text)")
            case .error: #expect(configuration == nil, "\(entry.text)")
            }
        }
    }

    @Test("refuses every vector in which the server would ignore [peer_private], and agrees with it on the others")
    func effectivePrivacy() throws {
        let entries = try VectorFile.entries(FileEntry.self, of: "config_parser")
            .filter { $0.comment != nil || $0.peerPrivateEffective != nil }
        #expect(!entries.isEmpty)
        for entry in entries {
            let problems = Self.problems(entry.text)
            let isIgnored = problems.contains { $0.contains("[peer_private] takes exactly one line") }
            #expect(isIgnored == (entry.peerPrivateEffective == nil), "\(entry.note): \(problems)")
        }
    }

    @Test(
        "says what the server would silently get wrong",
        arguments: [
            ("[peer_private]\n1\nyes\n", "error 11: [peer_private] takes exactly one line"),
            ("[peer_private]\n1\n  # hidden\n", "error 11: [peer_private] takes exactly one line"),
            ("[peer_private]\n1\n＃ hidden\n", "error 11: [peer_private] takes exactly one line"),
            ("[peer_private]\n1\n[peer_private]\n1\n", "error 12: [peer_private] takes exactly one line"),
            ("[peer_private]\n", "error 9: [peer_private] is empty"),
            ("[peer_private]\nyes\n", "error 10: [peer_private] is 'yes', but must be 0 or 1"),
            ("[peer_private]\n1 # hidden\n", "error 10: [peer_private] is '1 # hidden', but must be 0 or 1"),
            ("[peer_private] \n1\n", "error 9: a header with a blank before or after it"),
            ("[peers_max]\n20\n [ips]\n1.2.3.4 5\n", "error 11: a header with a blank before or after it"),
            ("[ peer_private ]\n1\n", "error 9: the blanks inside the brackets are part of the name"),
            ("[peer_privat]\n1\n", "error 9: there is no section [peer_privat]"),
            ("[IPS]\n1.2.3.4 5\n", "error 9: there is no section [IPS]"),
            ("[peers_max]\n-1\n", "error 10: [peers_max] is '-1', but must be a number from 0 to 10000"),
            ("[peers_max]\n10001\n", "error 10: [peers_max] is '10001'"),
            ("[peers_max]\n99999999999999999999\n", "error 10: [peers_max] is '99999999999999999999'"),
            ("[ips_fixed]\n10.0.0.1 50333 # sentry\n", "error 10: '50333 # sentry' is not a port"),
            ("[ips_fixed]\n10.0.0.1 0\n", "error 10: '0' is not a port"),
            ("[ips_fixed]\n10.0.0.1 99999999\n", "error 10: '99999999' is not a port"),
            ("[ips_fixed]\n10.0.0.1\n", "warning 10: [ips_fixed] names 10.0.0.1 without a port"),
            ("[ips_fixed]\nsentry.example 50333\n", "warning 10: 'sentry.example' is a name, which is looked up once"),
            ("[ips]\nr.skywell.com\n", "warning 10: [ips] names r.skywell.com without a port"),
            ("[ips]\nr.skywell.com x\n", "error 10: 'x' is not a port"),
            ("[ips]\nsomewhere 50333\n", "error 10: 'somewhere' is neither an IPv4 address nor the name"),
            (
                "[ips_fixed]\nsentry.example 50333\n[peer_private]\n1\n",
                "error 10: 'sentry.example' is a name, and a host that hides looks up none"
            ),
            ("[websocket_ping_frequency]\n0\n", "error 10: [websocket_ping_frequency] is '0', but must be a number"),
            ("[ips_fixed]\n10.0.0.256 50333\n", "error 10: '10.0.0.256' is not an IPv4 address"),
            ("[ips_fixed]\n[::1] 50333\n", "error 10: '[::1] 50333' is not an IPv4 address"),
            ("[ips_fixed]\n:50333\n", "error 10: ':50333' has no address before its port"),
            ("[ips_fixed]\n10.0.0.1 5\n10.0.0.1:5\n", "warning 11: [ips_fixed] names 10.0.0.1:5 twice"),
            ("[ips_fixed]\n  # later\n", "error 10: '# later' is read as an address, not as a comment"),
            ("[validation_seed]\nsnoPBjXtMeMyMHUVTgbuqAfg1SUTb\n", "error 8: [node_seed] and [validation_seed] are"),
            ("[validation_seed]\n\n", "error 9: [validation_seed] is empty"),
            ("[validation_seed]\nss9GktwvgBqsWbP81fzpixEV351W8\n", "error 10: [validation_seed] looks like a seed"),
        ]
    )
    func mistakes(section: String, expected: String) {
        let problems = Self.problems(Self.file(section))
        #expect(problems.contains { $0.hasPrefix(expected) }, "\(problems)")
        let isRefused = Self.read(Self.file(section)).configuration == nil
        #expect(isRefused == problems.contains { $0.hasPrefix("error") })
    }

    @Test(
        "says what is wrong with a port",
        arguments: [
            ("[node_size]\ntiny\n", "error 0: the section [server] is missing"),
            ("[server]\n", "warning 1: [server] names no port section"),
            ("[server]\nport_peeer\n[port_peer]\n", "error 2: [server] names 'port_peeer', but there is no section"),
            ("[server]\nport_peer # p\n", "error 2: [server] names 'port_peer # p', but there is no section"),
            ("[server]\np\np\n[p]\nip=1.1.1.1\nport=1\nprotocol=peer\n", "error 3: [server] names 'p' twice"),
            ("[server]\np\n[p]\nip=1.1.1.1\nprotocol=peer\n", "error 3: [p] has no 'port'"),
            ("[server]\np\n[p]\nip=999.0.0.0\nport=1\nprotocol=peer\n", "error 4: '999.0.0.0' is not an IPv4 address"),
            ("[server]\np\n[p]\nip=::1\nport=1\nprotocol=peer\n", "error 4: '::1' is not an IPv4 address"),
            ("[server]\np\n[p]\nip=1.1.1.1\nport=70000\nprotocol=peer\n", "error 5: '70000' is not a port"),
            ("[server]\np\n[p]\nip=1.1.1.1\nport=0\nprotocol=peer\n", "error 5: '0' is not a port"),
            ("[server]\np\n[p]\nip=1.1.1.1\nport=1 # p\nprotocol=peer\n", "error 5: '1 # p' is not a port"),
            ("[server]\np\n[p]\nip=1.1.1.1\nport=1\nprotocol=pear\n", "error 6: there is no protocol 'pear'"),
            ("[server]\np\n[p]\nip=1.1.1.1\nport=1\nprotocol=Peer\n", "error 6: there is no protocol 'Peer'"),
            ("[server]\np\n[p]\nip=1.1.1.1\nport=1\nprotocol=peer,\n", "error 6: there is no protocol ''"),
            ("[server]\np\n[p]\nip=1.1.1.1\nport=1\nprotocol=peer,ws\n", "error 6: 'ws' and 'wss' cannot share"),
            (
                "[server]\np\n[p]\nip=1.1.1.1\nport 1\nport=1\nprotocol=peer\n",
                "error 5: this line of [p] has not the form"
            ),
            (
                "[server]\np\n[p]\nip=1.1.1.1\nport=1\nport=2\nprotocol=peer\n",
                "warning 6: [p] sets 'port' twice; line 5"
            ),
            ("[server]\np\n[p]\nip=1.1.1.1\nport=1\nprotocol=peer\nlimit=9\n", "warning 7: [p] has no key 'limit'"),
            (
                "[server]\np\nq\nip=1.1.1.1\nprotocol=peer\n[p]\nport=1\n[q]\nport=2\n",
                "error 3: [p] and [q] both have the protocol 'peer'"
            ),
            ("stray\n[server]\n", "warning 1: this line comes before the first section"),
            ("\u{FEFF}[server]\np\n", "error 1: the file starts with a byte order mark"),
            ("\u{FEFF}# comment\n[server]\n", "error 1: the file starts with a byte order mark"),
        ]
    )
    func portMistakes(text: String, expected: String) {
        let problems = Self.problems(text)
        #expect(problems.contains { $0.hasPrefix(expected) }, "\(problems)")
    }

    @Test("without a peer port the node listens for nobody, and that is no mistake")
    func noPeerPort() throws {
        let text =
            "[server]\nrpc\n[rpc]\nip=127.0.0.1\nport=5050\nprotocol=http\n[node_seed]\nsnoPBjXtMeMyMHUVTgbuqAfg1SUTb\n"
        let reading = Self.read(text)
        #expect(reading.problems == [])
        #expect(try #require(reading.configuration).peerPort == nil)
    }

    @Test(
        "says what is wrong with a node seed, without showing it",
        arguments: [
            ("", "warning 0: the section [node_seed] is missing"),
            ("[node_seed]\n", "error 7: [node_seed] is empty"),
            ("[node_seed]\nsNOTaSEED\n", "error 8: [node_seed] looks like a seed, but its checksum does not match"),
            ("[node_seed]\nsnoPBjXtMeMyMHUVTgbuqAfg1SUTa\n", "error 8: [node_seed] looks like a seed"),
            ("[node_seed]\nDEDCE9CE67B451D852FD4E846FCDE31\n", "error 8: [node_seed] looks like a seed"),
            (
                "[node_seed]\nsnoPBrXtMeMyMHUVTgbuqAfg1SUTb\n",
                "error 8: [node_seed] holds a seed in the letters of the XRP"
            ),
            ("[node_seed]\njHb9CJAWyB4jr91VRWn96DkukG4bwdtyTh\n", "error 8: [node_seed] holds an account address"),
            (
                "[node_seed]\nn94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9\n",
                "error 8: [node_seed] holds a node public key"
            ),
            (
                "[node_seed]\nI IRE BOND BOW TRIO LAID SEAT HEN GOAL IBIS IBIS DARE\n",
                "error 8: [node_seed] holds twelve words whose parity is wrong"
            ),
            (
                "[node_seed]\nI IRE BOND BOW TRIO LAID SEAT GOAL HEN IBIS IBIS DARK\n",
                "error 8: [node_seed] holds twelve words whose parity is wrong"
            ),
            (
                "[node_seed]\nI IRE BOND BOW TRIO LAID SEAT GOAL HEN IBIS IBIS DARQ\n",
                "error 8: [node_seed] holds twelve words, but not all"
            ),
            ("[node_seed]\nmy secret phrase\n", "error 8: [node_seed] holds no seed; the server would hash"),
            ("[node_seed]\nsnoPBjXtMeMyMHUVTgbuqAfg1SUTb # a\n", "error 8: [node_seed] holds no seed"),
            ("[node_seed]\nsnoPBjXtMeMyMHUVTgbuqAfg1SUTb\nx\n", "error 9: [node_seed] takes exactly one line"),
        ]
    )
    func nodeSeeds(section: String, expected: String) {
        let reading = Self.read(Self.file("", seed: section))
        let problems = Self.problems(Self.file("", seed: section))
        #expect(problems.contains { $0.hasPrefix(expected) }, "\(problems)")
        #expect((reading.configuration == nil) == expected.hasPrefix("error"))
        let said = reading.problems.map { $0.message + ($0.help ?? "") }.joined()
        for line in section.split(separator: "\n").dropFirst() where line.count > 1 {
            #expect(!said.contains(line))
        }
    }

    @Test("takes a seed in hexadecimal digits")
    func hexSeed() {
        let reading = Self.read(Self.file("", seed: "[node_seed]\ndedce9ce67b451d852fd4e846fcde31c\n"))
        #expect(reading.configuration?.nodeSeed == Seed(passphrase: "masterpassphrase"))
    }

    @Test("a section of the server is no problem, whether a node needs it or not")
    func knownSections() {
        for name in KnownSections.names.sorted() + ["fee_default", "path_search", "path_search_max"] {
            let messages = Self.read(Self.file("[\(name)]\n")).problems.map(\.message)
            #expect(!messages.contains { $0.contains("there is no section") }, "\(name)")
        }
    }

    @Test("a missing port is the documented one")
    func defaultPort() {
        let configuration = Self.read(Self.file("[ips_fixed]\n10.0.0.1\n")).configuration
        #expect(configuration?.fixedPeers == [Endpoint(IPv4Address(rawValue: 0x0A00_0001), 50333)])
    }

    @Test("reports all problems of a file in one run, by line")
    func everything() {
        let text = "[server]\np\n[p]\nip=x\nport=0\nprotocol=pear\n[ips_fixed]\nname 1\n[peer_private]\nyes\n[foo]\n"
        let lines = Self.read(text).problems.map(\.line)
        #expect(lines == [nil, 4, 5, 6, 8, 10, 11])
    }

    @Test("helps with near misses and comments")
    func help() {
        func help(_ section: String) -> [String] {
            Self.read(Self.file(section)).problems.compactMap(\.help)
        }
        #expect(help("[peer_privat]\n1\n") == ["did you mean [peer_private]?"])
        #expect(help("[Ips_Fixed]\n") == ["did you mean [ips_fixed]?"])
        #expect(help("[qqqqqqq]\n") == [])
        #expect(
            help("[peer_private]\n1 # yes\n") == [
                "a comment is a line of its own that starts with '#' in the first column"
            ]
        )
        #expect(
            Self.read("[server]\nport_peeer\n[port_peer]\n").problems.contains {
                $0.help == "did you mean 'port_peer'?"
            }
        )
    }
}
