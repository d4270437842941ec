import Foundation
import Glibc
import TestSupport
import Testing

extension LabSuite {
    @Suite struct CompileCommandTests {
        /// The golden files of the topology, without the manifest, which names the file that was compiled.
        private static let files = ((try? Repository.files(below: Self.golden)) ?? [])
            .map { String($0.dropFirst(Self.golden.count + 1)) }
            .filter { !$0.hasSuffix("/manifest.json") }
        private static let golden = "Tests/CompilerTests/Golden/quickstart"

        private static func mode(_ path: String) throws -> UInt32 {
            var status = stat()
            guard stat(path, &status) == 0 else { throw TestFailure("stat \(path)") }
            return status.st_mode & 0o7777
        }

        private static func compile(_ folder: ScratchFolder, _ more: String...) async throws -> Finished {
            let arguments = ["compile", Picket.quickstart, "-o", folder.path("out")] + more
            return try await RunningProcess(Picket.binary, arguments, in: folder.path).finish(within: .seconds(60))
        }

        @Test("writes the golden bundles, secrets readable by their owner alone")
        func writesBundles() async throws {
            let folder = try ScratchFolder()
            let run = try await Self.compile(folder, "--lab-keys")
            #expect(run.code == 0, "\(run.all)")
            #expect(Self.files.count >= 6)
            for file in Self.files {
                #expect(try Golden.difference(folder.written("out/\(file)"), from: "\(Self.golden)/\(file)") == nil)
                #expect(
                    try Self.mode(folder.path("out/\(file)"))
                        == (file.hasSuffix(".cfg") || file.hasSuffix(".nft") ? 0o600 : 0o644),
                    "\(file)"
                )
            }
            #expect(run.output.contains("new        validator-1: "))
            #expect(run.output.hasSuffix("out: 3 new\n"), "\(run.output)")
            #expect(run.errors.contains("throw-away lab keys"))
            #expect(
                !run.all.contains(try Self.seed(folder.written("out/validator-1/skywelld.cfg"))),
                "a seed was shown"
            )
        }

        @Test("a second run changes nothing and says so, also over files that others had opened up")
        func isRepeatable() async throws {
            let folder = try ScratchFolder()
            #expect(try await Self.compile(folder, "--lab-keys").code == 0)
            let first = Self.files.map { folder.written("out/\($0)") }
            let contents = folder.contents
            chmod(folder.path("out/validator-1/skywelld.cfg"), 0o666)
            let run = try await Self.compile(folder, "--lab-keys")
            #expect(run.code == 0 && run.output.hasSuffix("out: 3 unchanged\n"), "\(run.all)")
            #expect(Self.files.map { folder.written("out/\($0)") } == first)
            #expect(try Self.mode(folder.path("out/validator-1/skywelld.cfg")) == 0o600)
            #expect(folder.contents == contents)
        }

        @Test("the place of the file and of the caller do not matter to what is written")
        func isIndependentOfPlace() async throws {
            let folder = try ScratchFolder()
            try folder.write(Repository.text(SampleTopology.quickstartPath), to: "quickstart.yaml")
            let run = try await Picket.run("compile", "quickstart.yaml", "-o", "out", "--lab-keys", in: folder.path)
            #expect(run.code == 0, "\(run.all)")
            for file in Self.files {
                #expect(try Golden.difference(folder.written("out/\(file)"), from: "\(Self.golden)/\(file)") == nil)
            }
        }

        @Test("without keys nothing is written, and the two ways on are said")
        func needsKeys() async throws {
            let folder = try ScratchFolder()
            try folder.write(Repository.text(SampleTopology.quickstartPath), to: "quickstart.yaml")
            let run = try await Picket.run("compile", "quickstart.yaml", "-o", "out", in: folder.path)
            #expect(run.code == 65, "\(run.all)")
            #expect(run.errors.contains("picket keys new quickstart.yaml") && run.errors.contains("--lab-keys"))
            #expect(folder.contents == ["quickstart.yaml"])
        }

        @Test("what a person changed or added is listed and refused; forced, it is written anew or kept")
        func respectsEdits() async throws {
            let folder = try ScratchFolder()
            #expect(try await Self.compile(folder, "--lab-keys").code == 0)
            let original = folder.written("out/sentry-1/picket.nft")
            try folder.write(original + "# mine\n", to: "out/sentry-1/picket.nft")
            try folder.write("notes\n", to: "out/sentry-2/notes")
            let refused = try await Self.compile(folder, "--lab-keys")
            #expect(refused.code == 1, "\(refused.all)")
            #expect(refused.errors.contains("changed  \(folder.path("out"))/sentry-1/picket.nft"), "\(refused.all)")
            #expect(refused.errors.contains("added    \(folder.path("out"))/sentry-2/notes"), "\(refused.all)")
            #expect(folder.written("out/sentry-1/picket.nft").hasSuffix("# mine\n"))
            let forced = try await Self.compile(folder, "--lab-keys", "--force")
            #expect(forced.code == 0 && forced.output.contains("picket.nft (+0 -1 lines)"), "\(forced.all)")
            #expect(
                folder.written("out/sentry-1/picket.nft") == original
                    && folder.written("out/sentry-2/notes") == "notes\n"
            )
        }

        @Test("a folder with somebody else's files is never touched")
        func refusesOthersFolders() async throws {
            let folder = try ScratchFolder()
            try FileManager.default.createDirectory(atPath: folder.path("out"), withIntermediateDirectories: true)
            try folder.write("precious", to: "out/thesis")
            let run = try await Self.compile(folder, "--lab-keys", "--force")
            #expect(run.code == 1 && run.errors.contains("holds files that picket did not write"), "\(run.all)")
            #expect(folder.contents == ["out", "out/thesis"])
        }

        @Test("with --json says the same as one document")
        func json() async throws {
            let folder = try ScratchFolder()
            let run = try await Self.compile(folder, "--lab-keys", "--json")
            let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
            #expect(report["schema"] as? String == "picket.compile/1" && report["keys"] as? String == "lab")
            #expect(
                (report["hosts"] as? [[String: Any]])?.compactMap { $0["change"] as? String } == ["new", "new", "new"]
            )
        }

        @Test("a mistake in a user's template is said with file and line")
        func templateError() async throws {
            let folder = try ScratchFolder()
            try FileManager.default.createDirectory(atPath: folder.path("t"), withIntermediateDirectories: true)
            try folder.write("[a]\n{{#never}}\n", to: "t/skywelld.cfg.mustache")
            let run = try await Self.compile(folder, "--lab-keys", "--templates", folder.path("t"))
            #expect(run.code == 65, "\(run.all)")
            #expect(run.errors.contains("t/skywelld.cfg.mustache"), "\(run.all)")
            #expect(folder.contents.allSatisfy { !$0.hasPrefix("out") })
        }

        @Test("a place where nothing may be written is 77, one that cannot be is 69, each in words")
        func refusesPlaces() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write("", to: "file")
            let forbidden = try await Picket.run("compile", Picket.quickstart, "-o", "/sys/picket", "--lab-keys")
            #expect(forbidden.code == 77, "\(forbidden.all)")
            #expect(forbidden.errors.contains("error: write the bundles: mkdir /sys/"), "\(forbidden.all)")
            for place in [file, "\(file)/out", folder.path("no/such/out")] {
                let run = try await Picket.run("compile", Picket.quickstart, "-o", place, "--lab-keys")
                #expect(run.code == 69, "\(place): \(run.all)")
                #expect(run.errors.contains("error: write the bundles: "), "\(run.all)")
            }
        }

        @Test("a topology with errors writes nothing")
        func refusesErrors() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write("picket: 1\nnetwork: x\n", to: "bad.yaml")
            let run = try await Picket.run("compile", file, "-o", folder.path("out"), "--lab-keys")
            #expect(run.code == 65, "\(run.all)")
            #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
        }

        private static func seed(_ configuration: String) throws -> String {
            let lines = configuration.split(separator: "\n")
            let header = try #require(lines.firstIndex(of: "[validation_seed]"))
            return String(lines[header + 1])
        }
    }
}
