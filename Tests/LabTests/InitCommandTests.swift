import Foundation
import Glibc
import TestSupport
import Testing

extension LabSuite {
    /// `picket init` and `picket schema`. Their standard input is no terminal here, so nobody is asked.
    @Suite struct InitCommandTests {
        private let folder: ScratchFolder

        init() throws {
            self.folder = try ScratchFolder()
        }

        private func initialize(_ arguments: String...) async throws -> Finished {
            try await RunningProcess(Picket.binary, ["init"] + arguments, in: self.folder.path).finish(
                within: .seconds(20)
            )
        }

        @Test("without a word it writes a file that passes a strict check, and says what comes next")
        func writes() async throws {
            let run = try await self.initialize()
            #expect(run.code == 0 && run.output == "wrote topology.yaml\n", "\(run.all)")
            for next in ["picket check topology.yaml", "picket lab run topology.yaml", "picket keys new topology.yaml"]
            {
                #expect(run.errors.contains(next), "\(next)")
            }
            let check = try await Picket.run("check", "--strict", self.folder.path("topology.yaml"))
            #expect(check.code == 0, "\(check.all)")
            #expect(
                try FileManager.default.attributesOfItem(atPath: self.folder.path("topology.yaml"))[.posixPermissions]
                    as? Int == 0o644
            )
        }

        @Test(
            "what the options ask for passes the check too",
            arguments: [
                ["--validators", "4", "--sentries", "5", "--zones", "3"],
                ["--sentries", "3", "--administration", "203.0.113.0/24,2001:db8::/48", "--network", "east"],
                ["--private", "10.9.0.0/28", "--public", "203.0.113.64/28", "--validators", "3", "--sentries", "4"],
                ["--validators", "50", "--sentries", "100", "--zones", "26"],
            ]
        )
        func passesCheck(options: [String]) async throws {
            let arguments = ["init", "-o", "net.yaml"] + options
            let run = try await RunningProcess(Picket.binary, arguments, in: self.folder.path).finish(
                within: .seconds(20)
            )
            #expect(run.code == 0, "\(run.all)")
            let check = try await Picket.run("check", "--strict", self.folder.path("net.yaml"))
            #expect(check.code == 0, "\(check.all)")
        }

        @Test("nothing is overwritten, a link to nowhere included")
        func keepsFiles() async throws {
            try self.folder.write("mine\n", to: "topology.yaml")
            symlink("nowhere", self.folder.path("link.yaml"))
            for file in ["topology.yaml", "link.yaml"] {
                let run = try await self.initialize("-o", file)
                #expect(run.code == 1 && run.output.isEmpty, "\(run.all)")
                #expect(run.errors.contains("error: there is something at \(file) already\nhelp: "), "\(run.all)")
            }
            #expect(self.folder.written("topology.yaml") == "mine\n")
            #expect(self.folder.contents == ["link.yaml", "topology.yaml"])
        }

        @Test("-o - prints the same text and writes nothing")
        func prints() async throws {
            let run = try await self.initialize("-o", "-")
            #expect(run.code == 0 && run.errors.isEmpty && self.folder.contents.isEmpty, "\(run.all)")
            _ = try await self.initialize()
            #expect(run.output == self.folder.written("topology.yaml"))
        }

        @Test("all that is wrong with the options is said at once, and nothing is written")
        func badOptions() async throws {
            let run = try await self.initialize(
                "--network",
                "No Name",
                "--validators",
                "0",
                "--sentries",
                "2",
                "--zones",
                "3",
                "--private",
                "10.0.0.1",
                "--public",
                "127.0.0.0/8",
                "--administration",
                "home"
            )
            #expect(run.code == 64 && run.output.isEmpty && self.folder.contents.isEmpty, "\(run.all)")
            let flags = run.errors.split(separator: "\n").map { $0.split(separator: ": ")[1] }
            #expect(
                flags == [
                    "--network", "--validators", "--zones", "--private", "--public", "--administration",
                ],
                "\(run.all)"
            )
        }

        @Test("a folder that does not exist is said, not made")
        func noFolder() async throws {
            let run = try await self.initialize("-o", "missing/topology.yaml")
            #expect(run.code == 69 && run.errors.contains("missing/topology.yaml"), "\(run.all)")
            #expect(self.folder.contents.isEmpty)
        }

        @Test("the schema is one JSON document")
        func schema() async throws {
            let run = try await Picket.run("schema")
            #expect(run.code == 0 && run.errors.isEmpty, "\(run.all)")
            let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
            #expect(document?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
            #expect((document?["properties"] as? [String: Any])?["hosts"] != nil)
        }
    }
}
