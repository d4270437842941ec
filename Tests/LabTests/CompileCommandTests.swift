import Foundation
import Glibc
import TestSupport
import Testing

extension LabSuite {
    @Suite struct CompileCommandTests {
        private static let files = ["sentry-1", "sentry-2", "validator-1"].flatMap {
            ["\($0)/picket.nft", "\($0)/skywelld.cfg"]
        }

        private static func mode(_ path: String) throws -> UInt32 {
            var status = stat()
            guard stat(path, &status) == 0 else { throw TestFailure("stat \(path)") }
            return status.st_mode & 0o7777
        }

        @Test("writes the golden bundles, secrets readable by their owner alone, and nothing else")
        func writesBundles() async throws {
            let folder = try TemporaryFolder()
            let run = try await Picket.run("compile", Picket.quickstart, "-o", folder.path("out"))
            #expect(run.code == 0, "\(run.all)")
            let out = folder.contents.filter { $0.hasPrefix("out/") && $0.contains(".") }
            #expect(out == Self.files.map { "out/\($0)" })
            for file in Self.files {
                let golden = "Tests/CompilerTests/Golden/quickstart/\(file)"
                #expect(try Golden.difference(folder.text("out/\(file)"), from: golden) == nil)
                #expect(
                    try Self.mode(folder.path("out/\(file)")) == (file.hasSuffix(".cfg") ? 0o600 : 0o644),
                    "\(file)"
                )
            }
            #expect(run.output.split(separator: "\n").count == 3)
            #expect(run.errors.contains("throw-away lab keys"))
            #expect(!run.all.contains(try Self.seed(folder.text("out/validator-1/skywelld.cfg"))), "a seed was shown")
        }

        @Test("a second run gives the same bytes, also over files that others had opened up")
        func isRepeatable() async throws {
            let folder = try TemporaryFolder()
            #expect(try await Picket.run("compile", Picket.quickstart, "-o", folder.path("out")).code == 0)
            let first = Self.files.map { folder.text("out/\($0)") }
            chmod(folder.path("out/validator-1/skywelld.cfg"), 0o666)
            #expect(try await Picket.run("compile", Picket.quickstart, "--output", folder.path("out")).code == 0)
            #expect(Self.files.map { folder.text("out/\($0)") } == first)
            #expect(try Self.mode(folder.path("out/validator-1/skywelld.cfg")) == 0o600)
            #expect(folder.contents.filter { $0.hasPrefix("out/") && $0.contains(".") }.count == 6)
        }

        @Test("the place of the file and of the caller do not matter to what is written")
        func isIndependentOfPlace() async throws {
            let folder = try TemporaryFolder()
            try folder.write(Repository.text(SampleTopology.quickstartPath), to: "quickstart.yaml")
            let run = try await Picket.run("compile", "quickstart.yaml", "-o", "out", in: folder.root)
            #expect(run.code == 0, "\(run.all)")
            for file in Self.files {
                let golden = "Tests/CompilerTests/Golden/quickstart/\(file)"
                #expect(try Golden.difference(folder.text("out/\(file)"), from: golden) == nil)
            }
        }

        @Test("a place where nothing may be written is 77, one that cannot be is 69, each in words")
        func refusesPlaces() async throws {
            let folder = try TemporaryFolder()
            let file = try folder.write("", to: "file")
            let forbidden = try await Picket.run("compile", Picket.quickstart, "-o", "/sys/picket")
            #expect(forbidden.code == 77, "\(forbidden.all)")
            #expect(forbidden.errors.contains("mkdir /sys/picket"), "\(forbidden.all)")
            for place in [file, "\(file)/out", folder.path("no/such/out")] {
                let run = try await Picket.run("compile", Picket.quickstart, "-o", place)
                #expect(run.code == 69, "\(place): \(run.all)")
                #expect(run.errors.contains("error: write the bundles: mkdir"), "\(run.all)")
            }
        }

        @Test("a topology with errors writes nothing")
        func refusesErrors() async throws {
            let folder = try TemporaryFolder()
            let file = try folder.write("picket: 1\nnetwork: x\n", to: "bad.yaml")
            let run = try await Picket.run("compile", file, "-o", folder.path("out"))
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
