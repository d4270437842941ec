import Foundation
import Glibc
import TestSupport
import Testing

extension LabSuite {
    @Suite struct KeysCommandTests {
        private let folder: ScratchFolder
        private static let keyFiles = [
            "keys/quickstart/sentry-1.node_seed", "keys/quickstart/sentry-2.node_seed",
            "keys/quickstart/validator-1.node_seed", "keys/quickstart/validator-1.validation_seed",
        ]

        init() throws {
            self.folder = try ScratchFolder()
            try self.folder.write(Repository.text(SampleTopology.quickstartPath), to: "quickstart.yaml")
        }

        private func keys(_ command: String, _ more: String...) async throws -> Finished {
            let arguments = ["keys", command, "quickstart.yaml"] + more
            return try await RunningProcess(Picket.binary, arguments, in: self.folder.path).finish(within: .seconds(60))
        }

        private var seeds: [String] {
            Self.keyFiles.map { self.folder.written($0).split(separator: "\n").first.map(String.init) ?? "" }
        }

        @Test("new makes every key once, show names the public ones, check finds them good, and no seed is ever shown")
        func wholeWay() async throws {
            let made = try await self.keys("new")
            #expect(made.code == 0, "\(made.all)")
            #expect(made.output.split(separator: "\n").count { $0.hasPrefix("made keys/quickstart/") } == 4)
            let seeds = self.seeds
            #expect(Set(seeds).count == 4 && seeds.allSatisfy { $0.hasPrefix("s") && $0.count > 20 })
            let again = try await self.keys("new")
            #expect(again.output.split(separator: "\n").count { $0.hasPrefix("kept keys/quickstart/") } == 4)
            #expect(self.seeds == seeds)
            let shown = try await self.keys("show")
            let checked = try await self.keys("check")
            #expect(shown.code == 0 && checked.code == 0, "\(shown.all)\(checked.all)")
            #expect(made.output.contains(shown.output))
            let compiled = try await Picket.run("compile", "quickstart.yaml", "-o", "out", in: self.folder.path)
            #expect(compiled.code == 0 && !compiled.errors.contains("throw-away"), "\(compiled.all)")
            #expect(self.folder.written("out/validator-1/skywelld.cfg").contains(seeds[3]))
            for run in [made, again, shown, checked, compiled] {
                for seed in seeds { #expect(!run.all.contains(seed), "a seed was shown") }
            }
        }

        @Test("show --json is one document with both forms of the node key")
        func json() async throws {
            #expect(try await self.keys("new").code == 0)
            let run = try await self.keys("show", "--json")
            let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
            #expect(document["schema"] as? String == "picket.keys/1")
            let hosts = try #require(document["hosts"] as? [[String: String]])
            #expect(hosts.map { $0["host"] } == ["validator-1", "sentry-1", "sentry-2"])
            #expect(hosts.allSatisfy { $0["node_key"]?.hasPrefix("n") == true && $0["node_key_base64"]?.count == 44 })
            #expect(hosts.map { $0["validation_key"] != nil } == [true, false, false])
        }

        @Test("check says everything at once and answers no")
        func check() async throws {
            #expect(try await self.keys("check").code == 1)
            #expect(try await self.keys("new").code == 0)
            chmod(self.folder.path(Self.keyFiles[2]), 0o644)
            try self.folder.write(self.folder.written(Self.keyFiles[0]), to: Self.keyFiles[1])
            let run = try await self.keys("check")
            #expect(run.code == 1)
            for words in [
                "error[P0704]", "chmod 600 keys/quickstart/validator-1.node_seed", "error[P0706]", "2 errors",
            ] {
                #expect(run.errors.contains(words), "\(words) in \(run.all)")
            }
            #expect(try await self.keys("show").code == 65)
        }
    }
}
