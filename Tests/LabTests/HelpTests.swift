import TestSupport
import Testing

extension LabSuite {
    @Suite struct HelpTests {
        private static let commands = [
            [], ["check"], ["compile"], ["diff"], ["explain"], ["graph"], ["import"], ["init"], ["schema"], ["node"],
            ["prove"], ["reach"], ["simulate"], ["trace"],
            ["keys"], ["keys", "new"], ["keys", "show"], ["keys", "check"],
            ["lab"], ["lab", "run"], ["lab", "self-test"], ["lab", "up"], ["lab", "status"], ["lab", "exec"],
            ["lab", "send"],
            ["lab", "down"],
        ]

        private static func help(_ command: [String]) async throws -> Finished {
            let process = try RunningProcess(Picket.binary, command + ["--help"], in: Repository.root)
            return try await process.finish(within: .seconds(10))
        }

        @Test("every command's help says what each exit code means", arguments: Self.commands)
        func listsExitCodes(command: [String]) async throws {
            let run = try await Self.help(command)
            #expect(run.code == 0 && run.errors.isEmpty, "\(run.all)")
            for code in ["0", "1", "64", "65", "69", "70", "77"] {
                let line = run.output.split(separator: "\n").first { $0.split(separator: " ").first == Substring(code) }
                #expect((line?.split(separator: " ").count ?? 0) > 1, "\(code) in:\n\(run.output)")
            }
        }

        @Test("help describes every option and argument", arguments: Self.commands)
        func describesOptions(command: [String]) async throws {
            let lines = try await Self.help(command).output.split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() where line.hasPrefix("  -") || line.hasPrefix("  <") {
                let words = line.split(separator: " ")
                let continues = number + 1 < lines.count && lines[number + 1].hasPrefix("                  ")
                let described = words.count > 4 || continues || line.split(separator: "  ").count > 1
                #expect(described, "'\(line)'")
            }
        }

        @Test("the help of run lists every mutation")
        func listsMutations() async throws {
            let text = try await Self.help(["lab", "run"]).output
            for name in [
                "no-peer-private", "open-validator", "missing-ruleset", "no-egress-rule", "sentry-down", "admin-open",
                "unprotected", "votes-stop",
                "foreign-accept", "extra-interface",
            ] {
                #expect(text.contains("  \(name) "), "\(name)")
            }
        }

        @Test("the help of every command is the golden one", arguments: Self.commands)
        func golden(command: [String]) async throws {
            let name = (["picket"] + command).joined(separator: "-")
            let run = try await Self.help(command)
            #expect(try Golden.difference(run.output, from: "Tests/LabTests/Golden/help/\(name).txt") == nil)
        }
    }
}
