import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// `picket check` and `picket explain`, by their output and exit codes.
    @Suite struct CheckCommandTests {
        private static let topology = """
            picket: 1
            network: checked
            segments:
              internet: { public: true, cidr: 198.51.100.0/24 }
              backbone: { cidr: 10.1.10.0/24 }
            hosts:
              v-1:      { role: validator, backbone: 10.1.10.51 }
              s-{1..2}: { role: sentry, backbone: 10.1.10.{61..62}, internet: 198.51.100.{11..12} }

            """

        @Test("the quickstart is clean: no error, no warning, few notes")
        func quickstartIsClean() async throws {
            let run = try await Picket.run("check", "--strict", Picket.quickstart)
            #expect(run.code == 0, "\(run.all)")
            let last = try #require(run.output.split(separator: "\n").last)
            #expect(last.hasPrefix("checked: 1 validator, 2 sentries; "), "\(last)")
            #expect(last.contains("no errors") && !last.contains("warning"), "\(last)")
        }

        @Test("every rule catches its fault on the quickstart")
        func selfTest() async throws {
            let run = try await Picket.run("check", "--self-test", Picket.quickstart)
            #expect(run.code == 0 && run.output.hasSuffix(", 0 missed\n"), "\(run.all)")
        }

        @Test(
            "the exit code says what is wrong",
            arguments: [
                ("", 0), ("expect: [{ survives: { sentries: 1 } }]\n", 0),
                ("expect: [{ survives: { sentries: 2 } }]\n", 1),
                ("expect: [{ deny: { from: stranger, to: v-1, port: 50333 } }]\n", 0), ("nonsense: 1\n", 65),
                ("expect: [{ deny: { from: stranger, to: s-1, port: 50333 } }]\n", 1),
                ("expect: [{ allow: { from: stranger, to: v-1, port: 50333 } }]\n", 1),
                ("expect: [{ allow: { from: s-1, to: s-2, port: 50333 } }]\n", 0),
                ("firewall: { rules: { input: ['tcp dport 9200 accept'] } }\n", 1),
                ("firewall: { rules: { input: ['nonsense'] } }\n", 65),
                ("roles: { sentry: { firewall: { rules: { input: ['tcp dport 9200 accept'] } } } }\n", 0),
                ("roles: { sentry: { firewall: { rules: { input_last: ['accept'] } } } }\n", 1),
                ("roles: { sentry: { firewall: { rules: { input: ['tcp dport vmap { 80 : accept }'] } } } }\n", 0),
                (
                    "roles: { sentry: { firewall: { rules: { input: ['tcp dport 80 limit rate 9/second accept'] } } } }\n",
                    0
                ),
                // What the owner refuses is meant, but not a name that is looked up on the host.
                ("roles: { sentry: { firewall: { rules: { input: ['ip saddr 203.0.113.0/24 drop'] } } } }\n", 0),
                ("roles: { sentry: { firewall: { rules: { input: ['tcp dport http accept'] } } } }\n", 1),
                ("trust: { quorum: 9 }\n", 1),
            ] as [(String, Int32)]
        )
        func exitCodes(more: String, code: Int32) async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(Self.topology + more, to: "t.yaml")
            let run = try await Picket.run("check", file)
            #expect(run.code == code, "\(run.all)")
            #expect(run.errors.isEmpty)
        }

        @Test("claims about packets are said one by one, also as JSON, with a packet and a rule where one is violated")
        func claims() async throws {
            let folder = try ScratchFolder()
            let open = "firewall: { rules: { input: ['tcp dport 9200 accept'] } }\n"
            let file = try folder.write(Self.topology + open, to: "t.yaml")
            let run = try await Picket.run("check", file)
            #expect(run.output.contains("\nviolated: validator-unreachable\n  v-1: new TCP "), "\(run.all)")
            #expect(
                run.output.contains("'tcp dport 9200 accept' of chain input, table inet picket (v-1/picket.nft:"),
                "\(run.all)"
            )
            // The topology has eight lines before it.
            #expect(run.output.contains(", from \(file):9)\n"), "\(run.all)")
            #expect(
                run.output.contains("\n    send it: picket lab send \(file) --from intruder:backbone --to 10.1.10.51:"),
                "\(run.all)"
            )
            #expect(run.output.contains("\nproved: validator-confined (v-1: "), "\(run.all)")
            let json = try await Picket.run("check", "--json", file)
            #expect(json.code == 1)
            #expect(
                json.output.contains("\"id\" : \"validator-unreachable\",\n      \"outcome\" : \"violated\""),
                "\(json.all)"
            )
            let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            let claims = try #require(document?["claims"] as? [[String: Any]])
            let claim = try #require(claims.first { $0["id"] as? String == "validator-unreachable" })
            let rule = try #require((claim["evidence"] as? [[String: Any]])?.first?["rule"] as? [String: Any])
            #expect(rule["file"] as? String == "v-1/picket.nft" && rule["cause"] as? String == "\(file):9")
            let line = try #require(rule["line"] as? Int)
            try await Self.expectLine(line, "tcp dport 9200 accept", of: file, in: folder)
        }

        /// What `compile` writes has a text in that very line.
        private static func expectLine(
            _ line: Int,
            _ text: String,
            of file: String,
            in folder: ScratchFolder
        ) async throws {
            _ = try await Picket.run("compile", file, "-o", folder.path("out"), "--lab-keys", "--despite-errors")
            let lines = folder.written("out/v-1/picket.nft").split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count >= line && lines[line - 1].contains(text))
        }

        @Test("without namespaces Picket's own rules are judged as they are known, and with others nothing is settled")
        func withoutNamespaces() async throws {
            let folder = try ScratchFolder()
            let expect = "expect: [{ deny: { from: stranger, to: v-1, port: 50333 } }]\n"
            let rules = "firewall: { rules: { input: ['ip saddr 10.1.10.99 tcp dport 9200 accept'] } }\n"
            for (more, code) in [("", Int32(0)), (expect, 0), (rules, 0), (rules + expect, 69)] {
                let file = try folder.write(Self.topology + more, to: "t.yaml")
                let script = "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$0\" check \"$1\""
                let process = try RunningProcess(
                    "unshare",
                    ["-Ur", "sh", "-c", script, Picket.binary, file],
                    in: Repository.root
                )
                let run = try await process.finish(within: .seconds(60))
                #expect(run.code == code, "\(run.all)")
                let isKnown = !more.contains(rules)
                let times = run.output.split(separator: "unsettled: claims about packets").count - 1
                #expect(times == (isKnown ? 0 : 1), "\(run.all)")
                #expect(run.output.contains("proved: validator-unreachable") == isKnown, "\(run.all)")
                #expect(run.output.contains("assumed:\n  the kernel takes the rules (it was not asked:") == isKnown)
            }
        }

        @Test("warnings fail only when asked to")
        func strict() async throws {
            let folder = try ScratchFolder()
            let text = Self.topology.replacing("s-{1..2}", with: "s-1").replacing("{61..62}", with: "61")
                .replacing("{11..12}", with: "11")
            let file = try folder.write(text, to: "t.yaml")
            #expect(try await Picket.run("check", file).code == 0)
            let run = try await Picket.run("check", "--strict", file)
            #expect(run.code == 1 && run.output.contains("warning[P1501]"), "\(run.all)")
        }

        @Test("files that a person edited are judged as they lie on disk, and show no seed")
        func bundle() async throws {
            let folder = try ScratchFolder()
            #expect(
                try await Picket.run("compile", Picket.quickstart, "-o", folder.path("out"), "--lab-keys").code == 0
            )
            let clean = try await Picket.run("check", "--strict", "--bundle", folder.path("out"))
            #expect(clean.code == 0, "\(clean.all)")
            let text = folder.written("out/validator-1/skywelld.cfg")
            let seed = try #require(text.split(separator: "\n").first { $0.hasPrefix("s") && $0.count == 29 })
            try folder.write(text.replacing("[node_seed]", with: " [node_seed]"), to: "out/validator-1/skywelld.cfg")
            let run = try await Picket.run("check", "--bundle", folder.path("out"))
            #expect(run.code == 1 && run.output.contains("error[P1002]"), "\(run.all)")
            #expect(!run.all.contains(seed), "a seed was shown")
        }

        @Test("programs get one JSON document")
        func json() async throws {
            let run = try await Picket.run("check", "--json", Picket.quickstart)
            let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
            #expect(document?["schema"] as? String == "picket.diagnostics/1")
            #expect(document?["errors"] as? Int == 0)
            #expect((document?["diagnostics"] as? [Any])?.isEmpty == false)
        }

        @Test(
            "a command line that says two things, or nothing, is refused",
            arguments: [
                ["check"], ["check", "a", "--bundle", "b", "--dialect", "both"], ["check", "a", "--dialect", "both"],
            ]
        )
        func usage(arguments: [String]) async throws {
            let run = try await RunningProcess(Picket.binary, arguments, in: Repository.root).finish(
                within: .seconds(10)
            )
            #expect(run.code == 64, "\(run.all)")
        }

        @Test("a code is explained, whatever the case of its letter; an unknown one suggests another")
        func explain() async throws {
            let run = try await Picket.run("explain", "p1101")
            #expect(run.code == 0 && run.output.hasPrefix("error[P1101]: a validator is not private\n"), "\(run.all)")
            for title in ["cause", "reason", "cure"] { #expect(run.output.contains("\n\(title)")) }
            let unknown = try await Picket.run("explain", "P1122")
            #expect(unknown.code == 64 && unknown.errors.contains("did you mean 'P1"), "\(unknown.all)")
        }
    }
}
