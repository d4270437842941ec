import Compiler
import Diagnostics
import Linter
import Skywelld

/// Files as a person writes them: one validator behind two sentries, by hand.
enum WrittenFiles {
    static let nodeSeed = "snoPBjXtMeMyMHUVTgbuqAfg1SUTb"
    static let validationSeed = Seed(passphrase: "written by hand: validator").text
    static let validationKey = NodeKey(seed: Seed(passphrase: "written by hand: validator")).publicKey.base58

    static let validator = """
        # hidden
        [server]
        port_peer

        [port_peer]
        ip = 10.1.10.51
        port = 50333
        protocol = peer

        [peer_private]
        1

        [ips_fixed]
        10.1.10.55 50333
        10.1.10.56 50333

        [ips]
        10.1.10.55 50333
        10.1.10.56 50333

        [node_seed]
        \(nodeSeed)

        [validation_seed]
        \(validationSeed)

        [validators]
        \(validationKey) mine

        [validation_quorum]
        1

        [node_db]
        type = RocksDB
        path = /var/lib/skywelld/db

        [mysql_config]
        one
        two
        three

        [rpc_startup]
        { "command": "log_level", "severity": "warning" }

        """

    static let rules = """
        table inet mine {
            chain input {
                type filter hook input priority 0; policy drop;
                iifname "lo" accept
                ct state established accept
                ip saddr 203.0.113.9 tcp dport 22 accept
            }
            chain output {
                type filter hook output priority 0; policy drop;
                ct state established accept
                ip daddr { 10.1.10.55, 10.1.10.56 } tcp dport 50333 accept
            }
        }

        """

    static func sentry(_ number: Int) -> String {
        let other = number == 1 ? "10.1.10.56" : "10.1.10.55"
        return """
            [server]
            port_peer

            [port_peer]
            ip = 10.1.10.\(54 + number)
            port = 50333
            protocol = peer

            [peer_private]
            0

            [ips]
            \(other) 50333

            [node_seed]
            \(Seed(passphrase: "written by hand: sentry \(number)").text)

            [validators]
            \(validationKey) mine

            [validation_quorum]
            1

            [node_db]
            type = RocksDB
            path = /var/lib/skywelld/db

            [mysql_config]
            one
            two
            three

            [rpc_startup]
            { "command": "log_level", "severity": "warning" }

            """
    }

    /// The three folders, with other bytes for the validator.
    static func bundles(validator bytes: [UInt8], rules: String? = rules, mode: UInt32 = 0o600) -> [WrittenBundle] {
        let ruleset = rules.map { [WrittenBundle.File(name: "picket.nft", bytes: Array($0.utf8), mode: 0o644)] } ?? []
        let configuration = WrittenBundle.File(name: "skywelld.cfg", bytes: bytes, mode: mode)
        return [WrittenBundle(name: "v", path: "hosts/v", files: [configuration] + ruleset)]
            + (1...2).map { number in
                let file = WrittenBundle.File(
                    name: "skywelld.cfg",
                    bytes: Array(self.sentry(number).utf8),
                    mode: 0o600
                )
                return WrittenBundle(name: "s-\(number)", path: "hosts/s-\(number)", files: [file])
            }
    }

    /// What the linter says about the folders, without notes: the codes, sorted, each once.
    static func codes(validator text: String) -> [String] {
        self.codes(self.bundles(validator: Array(text.utf8)))
    }

    static func codes(_ bundles: [WrittenBundle], dialect: Dialect = .both) -> [String] {
        let diagnostics = Linter.check(bundles: bundles, dialect: dialect).flatMap(\.diagnostics)
        return Set(diagnostics.filter { $0.severity != .note }.map(\.code.rawValue)).sorted()
    }
}
