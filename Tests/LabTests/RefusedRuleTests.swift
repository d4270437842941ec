import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// Rules of the user's own that nftables does not take.
    @Suite struct RefusedRuleTests {
        private static let topology = """
            picket: 1
            network: refused
            segments:
              internet: { public: true, cidr: 198.51.100.0/24 }
              backbone: { cidr: 10.1.10.0/24 }
            firewall:
              rules:
                input:
                  - 'ip saddr 10.1.10.8 tcp dport 22x accept'
                  - 'ip saddr 10.1.10.9 tcp dport 9200 accept'
                  - 'ip saddr @nobody drop'
                output: ['udp dport 53 acept']
            hosts:
              v-1:      { role: validator, backbone: 10.1.10.51 }
              s-{1..2}: { role: sentry, backbone: 10.1.10.{61..62}, internet: 198.51.100.{11..12} }

            """

        private let folder: ScratchFolder
        private let file: String

        init() throws {
            self.folder = try ScratchFolder()
            self.file = try self.folder.write(Self.topology, to: "t.yaml")
        }

        /// Each bad rule has its own error, at its own place, once for all hosts; the good one has none.
        private func expectErrors(in text: String) {
            #expect(text.components(separatedBy: "error[P0614]").count == 4, "\(text)")
            for (line, excerpt, words) in [
                (9, "ip saddr 10.1.10.8 tcp dport 22x accept", "22x"),
                (11, "ip saddr @nobody drop", "No such file or directory"),
                (12, "udp dport 53 acept", "syntax error"),
            ] {
                #expect(text.contains("--> \(self.file):\(line):"), "\(line): \(text)")
                #expect(text.contains("\(line) | ") && text.contains(excerpt), "\(excerpt): \(text)")
                #expect(text.contains(words), "\(words): \(text)")
            }
            #expect(text.contains("here: 'accept'"), "\(text)")
            #expect(!text.contains("t.yaml:10:"), "\(text)")
        }

        @Test("a check says all of them at their places in the topology, with nft's words")
        func check() async throws {
            let run = try await Picket.run("check", self.file)
            #expect(run.code == 65, "\(run.all)")
            self.expectErrors(in: run.output)
            #expect(!run.output.contains("\nrefused:"), "\(run.output)")
        }

        @Test("compile writes nothing, unless it is told to despite errors")
        func compile() async throws {
            let refused = try await Picket.run("compile", self.file, "-o", self.folder.path("out"), "--lab-keys")
            #expect(refused.code == 65, "\(refused.all)")
            self.expectErrors(in: refused.errors)
            #expect(self.folder.contents == ["t.yaml"])
            let written = try await Picket.run(
                "compile",
                self.file,
                "-o",
                self.folder.path("out"),
                "--lab-keys",
                "--despite-errors"
            )
            #expect(written.code == 0, "\(written.all)")
            self.expectErrors(in: written.errors)
            #expect(self.folder.written("out/v-1/picket.nft").contains("22x"))
        }

        @Test("without namespaces compile says that the rules were not tried, and writes")
        func untried() async throws {
            let script =
                "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$0\" compile \"$1\" -o \"$2\" --lab-keys"
            let process = try RunningProcess(
                "unshare",
                ["-Ur", "sh", "-c", script, Picket.binary, self.file, self.folder.path("out")],
                in: Repository.root
            )
            let run = try await process.finish(within: .seconds(60))
            #expect(run.code == 0, "\(run.all)")
            #expect(run.errors.components(separatedBy: "note[P0615]").count == 5, "\(run.all)")
        }

        @Test("no lab is built with them", arguments: ["run", "up"])
        func lab(command: String) async throws {
            let place = try StandingPlace()
            defer { place.end() }
            let run = try await place.lab(command, self.file)
            #expect(run.code == 65, "\(run.all)")
            self.expectErrors(in: run.errors)
        }

        @Test(
            "a text that is more than one rule is refused before nftables sees it",
            arguments: [
                "accept\\ndrop", "accept; drop", "accept } chain x {", "accept # and more", "accept \\\\",
                "ip saddr { 1.2.3.4",
            ]
        )
        func smuggling(text: String) async throws {
            let more = "firewall: { rules: { input: [\"\(text)\"] } }\n"
            let start = Self.topology.components(separatedBy: "firewall:")[0]
            let hosts = Self.topology.components(separatedBy: "acept']\n")[1]
            let file = try self.folder.write(start + more + hosts, to: "smuggled.yaml")
            let run = try await Picket.run("check", file)
            #expect(run.code == 65 && run.output.contains("error[P0611]"), "\(run.all)")
        }
    }
}
