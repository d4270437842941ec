import Compiler
import Diagnostics
import Linter
import Skywelld
import Testing

/// The server's own sample configuration, rebuilt from what the reference says of it, lights up.
///
/// Source: skywelld reference §8.2 and §9.
@Suite struct SampleConfigurationTests {
    private static let keys = (1...6).map { NodeKey(seed: Seed(passphrase: "sample validator \($0)")).publicKey.base58 }

    private static let text = """
        #  skywelld-example.cfg
        [server]
        port_rpc
        port_peer
        port_ws_public

        [port_rpc]
        port = 5050
        ip = 0.0.0.0
        admin = 0.0.0.0
        protocol = http

        [port_peer]
        port = 50338
        ip = 0.0.0.0
        protocol = peer

        [port_ws_public]
        port = 5020
        ip = 0.0.0.0
        protocol = ws

        [node_size]
        medium

        [node_db]
        type = RocksDB
        path = db/rocksdb

        [database_path]
        db

        [mysql_config]
        host=127.0.0.1 user=root password=root db=transaction
        host=127.0.0.1 user=root password=root db=ledger
        host=127.0.0.1 user=root password=root db=wallet

        [debug_logfile]
        log/debug.log

        [sntp_servers]
        time.windows.com
        time.apple.com
        time.nist.gov
        pool.ntp.org

        [ips]
        10.1.10.55 50338

        [validators]
        \(keys.map { "\($0) sample" }.joined(separator: "\n"))

        [validation_quorum]
        2

        [node_seed]
        \(Seed(passphrase: "sample node").text)

        [validation_seed]
        \(Seed(passphrase: "sample validation").text)

        [ssl_verify]
        0

        """

    private static let bundles = [
        WrittenBundle(
            name: "sample",
            path: "sample",
            files: [WrittenBundle.File(name: "skywelld.cfg", bytes: Array(text.utf8), mode: 0o644)]
        )
    ]

    @Test("every hazard of the sample configuration is named")
    func lightsUp() {
        let files = Linter.check(bundles: Self.bundles, dialect: .both)
        let errors = Set(files.flatMap(\.diagnostics).filter { $0.severity == .error }.map(\.code.rawValue)).sorted()
        #expect(
            errors == [
                "P1101",  // a validator that is not private
                "P1105",  // that listens everywhere, without rules
                "P1107",  // that looks time servers up
                "P1111",  // that offers RPC and WebSocket to everybody
                "P1311",  // and the admin role
                "P1417",  // with a quorum of 2 of 6
                "P1711",  // in a file that everybody reads
            ]
        )
        let warnings = Set(files.flatMap(\.diagnostics).filter { $0.severity == .warning }.map(\.code.rawValue))
            .sorted()
        #expect(warnings == ["P1611", "P1701"])
    }

    @Test("its seeds and passwords are not shown")
    func showsNoSecret() {
        for file in Linter.check(bundles: Self.bundles, dialect: .both) {
            let shown = DiagnosticRenderer(color: .never).render(file.diagnostics, in: file.source) + file.source.text
            #expect(!shown.contains(Seed(passphrase: "sample node").text))
            #expect(!shown.contains(Seed(passphrase: "sample validation").text))
            #expect(!shown.contains("password=root"))
        }
    }
}
