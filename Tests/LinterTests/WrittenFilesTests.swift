import Compiler
import Diagnostics
import Linter
import Skywelld
import Testing

/// What the linter says of files that a person wrote.
@Suite struct WrittenFilesTests {
    @Test("good files have no errors and no warnings")
    func cleanIsSilent() {
        #expect(WrittenFiles.codes(validator: WrittenFiles.validator).isEmpty)
    }

    @Test("line ends of other systems change nothing", arguments: ["\r\n", "\r"])
    func lineEnds(end: String) {
        let text = WrittenFiles.validator.replacing("\n", with: end)
        #expect(WrittenFiles.codes(validator: text).isEmpty)
    }

    @Test(
        "a private flag that the server does not see is an error, however it is written",
        arguments: [
            ("", ["P1101"]),
            ("[peer_private]\n0\n", ["P1101"]),
            ("[peer_private]\n", ["P1101", "P1102"]),
            ("[peer_private]\n1\n1\n", ["P1101", "P1102"]),
            ("[peer_private]\n1\n[peer_private]\n1\n", ["P1005", "P1101", "P1102"]),
            ("[peer_private]\n # hidden\n1\n", ["P1008", "P1101", "P1102"]),
            ("[peer_private]\n＃ hidden\n1\n", ["P1009", "P1101", "P1102"]),
            ("[Peer_Private]\n1\n", ["P1003", "P1101"]),
            ("[PEER_PRIVATE]\n1\n", ["P1003", "P1101"]),
            ("[peer_privat]\n1\n", ["P1004", "P1101"]),
            ("[ peer_private ]\n1\n", ["P1004", "P1101"]),
            ("[peer_private]\nyes\n", ["P1011", "P1101"]),
            ("[peer_private]\n1 # hidden\n", ["P1007", "P1011", "P1101"]),
            ("[peer_private\u{200B}]\n1\n", ["P1004", "P1016", "P1101"]),
        ]
    )
    func privateFlag(section: String, expected: [String]) {
        let text = WrittenFiles.validator.replacing("[peer_private]\n1\n", with: section)
        #expect(WrittenFiles.codes(validator: text) == expected)
    }

    @Test("an indented header is a stray line of the section before, and its own section is missing")
    func indentedHeader() {
        let text = WrittenFiles.validator.replacing(
            "[peer_private]\n1\n",
            with: "[elb_support]\n0\n  [peer_private]\n1\n"
        )
        #expect(WrittenFiles.codes(validator: text) == ["P1002", "P1006", "P1101"])
    }

    @Test("a header with a comment behind it is data")
    func headerWithComment() {
        let text = WrittenFiles.validator.replacing("[node_db]", with: "[node_db] # the database")
        #expect(WrittenFiles.codes(validator: text).contains("P1002"))
        #expect(WrittenFiles.codes(validator: text).contains("P1014"))
    }

    @Test("a byte order mark hides the first header, and the lines under it are nobody's")
    func byteOrderMark() {
        let text = "\u{FEFF}[peer_private]\n1\n" + WrittenFiles.validator.replacing("[peer_private]\n1\n", with: "")
        #expect(WrittenFiles.codes(validator: text) == ["P1001", "P1101"])
    }

    @Test(
        "a peer entry that the server misreads is an error",
        arguments: [
            ("10.1.10.55", "P1205"), ("10.1.10.55 0", "P1206"), ("10.1.10.55 70000", "P1206"),
            ("10.1.10.55 99999999999999999999", "P1206"), ("10.1.10 50333", "P1208"), ("10.1.10.55 50333 x", "P1208"),
            ("10.1.10.55 50333 # one", "P1007"), ("10.1.10.55 50334", "P1207"), ("fd00::55 50333", "P1210"),
            ("sentry.example.com 50333", "P1107"),
        ]
    )
    func peerEntries(entry: String, code: String) {
        let text = WrittenFiles.validator.replacing("10.1.10.55 50333", with: entry, maxReplacements: 1)
        #expect(WrittenFiles.codes(validator: text).contains(code), "\(WrittenFiles.codes(validator: text))")
    }

    @Test("an entry with a colon is as good as one with a blank")
    func colonIsFine() {
        let text = WrittenFiles.validator.replacing("10.1.10.55 50333", with: "10.1.10.55:50333")
        #expect(WrittenFiles.codes(validator: text).isEmpty)
    }

    @Test(
        "a seed that the server would misunderstand is an error",
        arguments: [
            "sNOTaSEED", "snoPBjXtMeMyMHUVTgbuqAfg1SUTc", "snoPBrXtMeMyMHUVTgbuqAfg1SUTb", "a passphrase of somebody",
            "jHb9CJAWyB4jr91VRWn96DkukG4bwdtyTh",
        ]
    )
    func seeds(text: String) {
        let file = WrittenFiles.validator.replacing(WrittenFiles.nodeSeed, with: text)
        #expect(WrittenFiles.codes(validator: file) == ["P1403"])
    }

    @Test("the same seed in another form is the same key")
    func sameSeedInHex() {
        let file = WrittenFiles.validator
            .replacing(WrittenFiles.validationSeed, with: "DEDCE9CE67B451D852FD4E846FCDE31C")
        #expect(WrittenFiles.codes(validator: file).contains("P1402"))
    }

    @Test(
        "what nobody may read is an error when others may",
        arguments: [(0o600, false), (0o640, true), (0o604, true)]
    )
    func modes(mode: UInt32, isFound: Bool) {
        let bundles = WrittenFiles.bundles(validator: Array(WrittenFiles.validator.utf8), mode: mode)
        #expect(WrittenFiles.codes(bundles) == (isFound ? ["P1711"] : []))
    }

    @Test(
        "rules that let strangers in are found, and others are not",
        arguments: [
            ("tcp dport 50333 accept", true), ("accept", true), ("tcp dport 50333 counter accept comment \"x\"", true),
            ("ip saddr != 10.0.0.1 accept", true), ("jump others", true),
            ("ip saddr 10.1.10.0/24 tcp dport 9100 accept", false), ("tcp dport 50333 drop", false),
            ("# tcp dport 50333 accept", false), ("tcp dport 1 drop comment \"accept\"", false),
        ]
    )
    func openRules(rule: String, isFound: Bool) {
        let rules = WrittenFiles.rules.replacing("iifname \"lo\" accept", with: rule)
        let bundles = WrittenFiles.bundles(validator: Array(WrittenFiles.validator.utf8), rules: rules)
        #expect(WrittenFiles.codes(bundles).contains("P1106") == isFound)
    }

    @Test("a chain that accepts by default lets strangers in")
    func acceptPolicy() {
        let rules = WrittenFiles.rules.replacing(
            "hook input priority 0; policy drop",
            with: "hook input priority 0; policy accept"
        )
        let bundles = WrittenFiles.bundles(validator: Array(WrittenFiles.validator.utf8), rules: rules)
        #expect(WrittenFiles.codes(bundles) == ["P1106"])
    }

    @Test(
        "where nobody knows which servers a validator dials, as many as it dials must trust it",
        arguments: [([true, true], false), ([true, false], true), ([true, true, false], false)]
    )
    func unknownSentries(trust: [Bool], isFound: Bool) {
        let validator = WrittenFiles.bundles(validator: Array(WrittenFiles.validator.utf8)).prefix(1)
        let sentries = trust.enumerated().map { number, trusts in
            var text = WrittenFiles.sentry(number + 1).replacing("ip = 10.1.10.\(55 + number)", with: "ip = 0.0.0.0")
            if !trusts {
                let another = NodeKey(seed: Seed(passphrase: "another validator")).publicKey.base58
                text = text.replacing(WrittenFiles.validationKey, with: another)
            }
            let file = WrittenBundle.File(name: "skywelld.cfg", bytes: Array(text.utf8), mode: 0o600)
            return WrittenBundle(name: "s-\(number)", path: "hosts/s-\(number)", files: [file])
        }
        #expect(WrittenFiles.codes(validator + sentries).contains("P1412") == isFound)
    }

    @Test("a validator without rules gets a warning, and an error when it listens everywhere")
    func noRules() {
        let text = WrittenFiles.validator
        #expect(WrittenFiles.codes(WrittenFiles.bundles(validator: Array(text.utf8), rules: nil)) == ["P1611"])
        let everywhere = text.replacing("ip = 10.1.10.51", with: "ip = 0.0.0.0")
        #expect(
            WrittenFiles.codes(WrittenFiles.bundles(validator: Array(everywhere.utf8), rules: nil)) == [
                "P1105", "P1611",
            ]
        )
    }

    @Test(
        "two ports that cannot both be opened are an error",
        arguments: [
            ("ip = 10.1.10.51", "50333", true), ("ip = 0.0.0.0", "50333", true), ("ip = ::", "50333", true),
            ("ip = 127.0.0.1", "50333", false), ("ip = ::1", "50333", false), ("ip = 10.1.10.51", "50334", false),
            ("ip = 10.1.10.51", "50333x", true),
        ]
    )
    func collisions(address: String, port: String, isFound: Bool) {
        let text =
            WrittenFiles.validator.replacing("[server]\nport_peer\n", with: "[server]\nport_peer\nport_more\n")
            + "[port_more]\n\(address)\nport = \(port)\nprotocol = https\n"
        #expect(WrittenFiles.codes(validator: text).contains("P1316") == isFound)
    }

    @Test("a port that the server is told to open twice is an error")
    func openedTwice() {
        let more = "[port_more]\nip = 127.0.0.1\nport = 5050\nprotocol = https\n"
        let text = WrittenFiles.validator.replacing("[server]\n", with: "[server]\nport_more\nport_more\n") + more
        #expect(WrittenFiles.codes(validator: text) == ["P1316"])
    }

    @Test(
        "an address that Picket's own rules do not have among the host's is an error",
        arguments: [
            ("10.1.10.51", false), ("127.0.0.1", false), ("10.1.10.99", true),
        ]
    )
    func foreignAddresses(address: String, isFound: Bool) {
        let own = """
            table inet picket {
            \tset own-addresses {
            \t\ttype ipv4_addr
            \t\tflags interval
            \t\telements = { 127.0.0.0/8,
            \t\t\t     10.1.10.51 }
            \t}
            }

            """
        let text = WrittenFiles.validator.replacing("ip = 10.1.10.51", with: "ip = \(address)")
        let codes = { (rules: String) in
            WrittenFiles.codes(WrittenFiles.bundles(validator: Array(text.utf8), rules: rules)).contains("P1317")
        }
        #expect(codes(WrittenFiles.rules + own) == isFound)
        // Where nobody says what the host has, nobody can tell.
        #expect(!codes(WrittenFiles.rules))
    }

    @Test(
        "a command at the start that is not 'log_level' is a warning, and one that takes the server away an error",
        arguments: [
            (#"{ "command": "log_level", "partition": "Peer", "severity": "warning" }"#, nil),
            (#"{ "command": "ledger_accept" }"#, Diagnostic.Severity.warning), (#"{ "method": "stop" }"#, .error),
            (#"{ "command": "stop" }"#, .error), (#"{ "command": "log_level", "command": "stop" }"#, .error),
            (#"{ "command": "st\u006fp" }"#, .error), (#"{ "c\u006fmmand": "stop" }"#, .error),
            (#"{ "command": "connect", "ip": "192.0.2.77:50333" }"#, .error), (#"{}"#, .warning),
            (#"{ "a": { "command": "log_level" } }"#, .warning), (#"{ "command": [ "stop" ] }"#, .warning),
        ]
    )
    func startupCommands(line: String, severity: Diagnostic.Severity?) {
        let text = WrittenFiles.validator.replacing("[rpc_startup]\n", with: "[rpc_startup]\n\(line)\n")
        let files = Linter.check(bundles: WrittenFiles.bundles(validator: Array(text.utf8)), dialect: .both)
        let found = files.flatMap(\.diagnostics).filter { $0.code.rawValue == "P1703" }
        #expect(found.map(\.severity) == [severity].compactMap(\.self))
    }

    @Test("a server that is not hidden may dial others at its start, with a warning")
    func connectInPublic() {
        let line = #"{ "command": "connect", "ip": "192.0.2.77:50333" }"#
        let text = WrittenFiles.sentry(1).replacing("[rpc_startup]\n", with: "[rpc_startup]\n\(line)\n")
        let file = WrittenBundle.File(name: "skywelld.cfg", bytes: Array(text.utf8), mode: 0o600)
        let bundles = [WrittenBundle(name: "s", path: "s", files: [file])]
        let found = Linter.check(bundles: bundles, dialect: .both).flatMap(\.diagnostics)
        #expect(found.filter { $0.code.rawValue == "P1703" }.map(\.severity) == [.warning])
    }

    @Test("whatever the bytes are, the linter ends, and places its findings inside the file", arguments: 0..<40)
    func garbage(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        var bytes = Array(WrittenFiles.validator.utf8)
        for _ in 0..<20 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let place = Int(state >> 33) % bytes.count
            let pool: [UInt8] = [0, 0x0A, 0x0D, 0x20, 0x23, 0x5B, 0x5D, 0x3D, 0xFF, 0xEF]
            bytes[place] = pool[Int(state >> 17) % pool.count]
        }
        for file in Linter.check(bundles: WrittenFiles.bundles(validator: bytes), dialect: .both) {
            for span in file.diagnostics.compactMap(\.span) {
                #expect((1...file.source.lines.count).contains(span.start.line))
            }
        }
    }
}
