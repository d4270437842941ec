import Foundation
import TestSupport
import Testing

extension LabSuite {
    @Suite struct KernelRulesTests {
        /// Beside the program under test.
        private static let loader = URL(filePath: Picket.binary).deletingLastPathComponent().appending(
            path: "RulesetLoader"
        ).path

        private static func load(_ files: [String]) async throws -> Finished {
            let process = try RunningProcess("unshare", ["-Urn", Self.loader] + files, in: Repository.root)
            return try await process.finish(within: .seconds(30))
        }

        @Test(
            "every golden ruleset loads, twice as well as once, is listed as it was written, and leaves other tables alone"
        )
        func roundTrip() async throws {
            let files = try Repository.files(below: "Tests/CompilerTests/Golden").filter { $0.hasSuffix(".nft") }
            #expect(files.count == 21)
            let run = try await Self.load(files)
            #expect(run.code == 0, "\(run.all)")
        }

        @Test(
            "the check can fail",
            arguments: [
                "", "table inet picket {\n}\n", "table inet picket {\n\tnonsense\n}\n",
                // Adds to the table where it should replace it.
                "table inet picket {\n\tchain input {\n\t\ttcp dport 1 accept\n\t}\n}\n",
                // Empties everybody's tables.
                "flush ruleset\ntable inet picket {\n\tchain input {\n\t\ttcp dport 1 accept\n\t}\n}\n",
                // Is listed otherwise than it was written.
                "table inet picket\ndelete table inet picket\ntable inet picket {\n\tchain input {\n\t\ttcp dport ssh accept\n\t}\n}\n",
            ]
        )
        func refuses(text: String) async throws {
            let folder = try ScratchFolder()
            let run = try await Self.load([folder.write(text, to: "bad.nft")])
            #expect(run.code == 1 && !run.errors.isEmpty, "\(run.all)")
        }

        @Test("a table of slots that somebody made dormant is not loaded again, and what the file says wakes it")
        func dormant() async throws {
            let file = "Tests/CompilerTests/Golden/quickstart/sentry-1/picket.nft"
            let text = try Repository.text(file)
            let line = try #require(text.split(separator: "\n").first { $0.contains("made it dormant") })
            let cure = try #require(line.split(separator: "'").last { $0.hasPrefix("nft ") })
            let script = """
                nft -f \(file) && nft add table inet picket-slots '{ flags dormant; }'
                nft -f \(file) && echo loaded
                \(cure) && nft -f \(file) && echo awake
                nft list table inet picket-slots | grep -q dormant || echo in force
                """
            let process = try RunningProcess("unshare", ["-Urn", "sh", "-c", script], in: Repository.root)
            let run = try await process.finish(within: .seconds(30))
            #expect(run.output == "awake\nin force\n" && run.errors.contains("Invalid argument"), "\(run.all)")
        }
    }
}
