import Compiler
import Diagnostics
import Linter
import Skywelld
import Testing

/// The linter shows the files that it finds fault with, and never a secret in them.
@Suite struct SecretTests {
    private static let secrets = [
        WrittenFiles.nodeSeed, WrittenFiles.validationSeed, "DEDCE9CE67B451D852FD4E846FCDE31C", "hunter2", "dbpassword",
        "my own passphrase",
    ]

    @Test(
        "no secret is shown, whatever hides its section from the server",
        arguments: [
            "[node_seed]", " [node_seed]", "[Node_Seed]", "[node_seed] # mine", "[nod_seed]",
            "[node_seed]\n[node_seed]",
            "＃ x\n[node_seed]", "\u{FEFF}[node_seed]", "[ node_seed ]", "[validators]", "[ips]", "[node_seed\u{200B}]",
        ]
    )
    func noSecretIsShown(header: String) {
        for secret in [WrittenFiles.nodeSeed, "DEDCE9CE67B451D852FD4E846FCDE31C", "snoPBjXtMeMyMHUVTgbuqAfg1SUTX"] {
            let text = WrittenFiles.validator.replacing(
                "[node_seed]\n\(WrittenFiles.nodeSeed)",
                with: "\(header)\n\(secret)\n\(secret)"
            )
            let shown = Self.shown(text)
            #expect(!shown.isEmpty)
            #expect(!shown.contains(secret), "\(header)")
        }
    }

    @Test("a passphrase under a header for seeds is not shown")
    func passphrase() {
        for header in ["[node_seed]", " [node_seed]", "[Validation_Seed]"] {
            let text = WrittenFiles.validator.replacing(
                "[node_seed]\n\(WrittenFiles.nodeSeed)",
                with: "\(header)\nmy own passphrase\nmore of it"
            )
            #expect(!Self.shown(text).contains("my own passphrase"))
            #expect(!Self.shown(text).contains("more of it"))
        }
    }

    @Test("passwords of ports and databases are not shown")
    func passwords() {
        let port =
            "[port_ws]\nip = 0.0.0.0\nport = 5020\nprotocol = ws\nuser = me # x\npassword = hunter2 # x\n admin_password = hunter2\n"
        let text = WrittenFiles.validator.replacing("[server]\n", with: "\(port)[server]\nport_ws\n")
            .replacing(
                "[mysql_config]\none",
                with: "[mysql_config]\n  # dbpassword dbpassword\nhost=x password=dbpassword"
            )
        let shown = Self.shown(text)
        #expect(shown.contains("P1313"))
        #expect(!shown.contains("hunter2"))
        #expect(!shown.contains("dbpassword"))
    }

    @Test("a topology's diagnostics show no secret either")
    func topology() throws {
        let topology = try CleanSubject.quickstart.topology()
        var compilation = try Compilation(topology, source: "q.yaml")
        let seeds = compilation.identities.values.flatMap {
            [$0.nodeSeed.text] + ($0.validationSeed.map { [$0.text] } ?? [])
        }
        compilation = try Compilation(topology, source: "q.yaml")
        let subject = LintSubject(topology, compilation)
        for rule in Linter.rules {
            guard let mutated = rule.mutate(subject) else { continue }
            for finding in Linter.findings(in: mutated) {
                for seed in seeds {
                    #expect(!finding.message.contains(seed) && !finding.label.contains(seed), "\(rule.info.code)")
                }
            }
        }
    }

    private static func shown(_ text: String) -> String {
        let files = Linter.check(
            bundles: WrittenFiles.bundles(validator: Array(text.utf8), mode: 0o644),
            dialect: .both
        )
        let sources = files.map { DiagnosticRenderer(color: .never).render($0.diagnostics, in: $0.source) }.joined()
        // The masked text itself must be clean as well: any line of it may be shown next to another one.
        return sources + files.map(\.source.text).joined()
    }
}
