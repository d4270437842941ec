import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// `picket graph`, and the reasons that `picket explain` gives for a line.
    @Suite struct GraphCommandTests {
        @Test(
            "each format is a picture of every host",
            arguments: [
                ("dot", "digraph", "}\n"), ("mermaid", "flowchart", "\n"), ("html", "<!DOCTYPE html>", "</html>\n"),
            ]
        )
        func formats(format: String, start: String, end: String) async throws {
            let run = try await Picket.run("graph", Picket.quickstart, "--format", format)
            #expect(run.code == 0 && run.errors.isEmpty, "\(run.all)")
            #expect(run.output.contains(start) && run.output.hasSuffix(end), "\(run.output.prefix(200))")
            for host in ["validator-1", "sentry-1", "sentry-2"] { #expect(run.output.contains(host), "\(host)") }
        }

        @Test("-o writes what is printed otherwise")
        func output() async throws {
            let folder = try ScratchFolder()
            let printed = try await Picket.run("graph", Picket.quickstart)
            let run = try await Picket.run("graph", Picket.quickstart, "-o", folder.path("design.html"))
            #expect(run.code == 0 && run.output.isEmpty, "\(run.all)")
            #expect(!printed.output.isEmpty && folder.written("design.html") == printed.output)
        }

        @Test("svg without Graphviz says what to do instead")
        func noGraphviz() async throws {
            let folder = try ScratchFolder()
            let run = try await Picket.run(
                "graph",
                Picket.quickstart,
                "--format",
                "svg",
                "-o",
                folder.path("design.svg"),
                environment: ["PATH": folder.path]
            )
            #expect(run.code == 69 && run.errors.contains("--format html"), "\(run.all)")
            #expect(folder.contents.isEmpty)
        }

        @Test("--expand and --collapse contradict each other, and a topology with errors is not drawn")
        func refuses() async throws {
            #expect(try await Picket.run("graph", Picket.quickstart, "--expand", "--collapse").code == 64)
            let folder = try ScratchFolder()
            let file = try folder.write("picket: 1\n", to: "t.yaml")
            let run = try await Picket.run("graph", file)
            #expect(run.code == 65 && run.output.isEmpty && run.errors.contains("error[P"), "\(run.all)")
        }

        @Test("every line of a validator's configuration is explained, and no seed is shown")
        func explain() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(Repository.text(SampleTopology.quickstartPath), to: "t.yaml")
            #expect(try await Picket.run("keys", "new", file).code == 0)
            let seeds = folder.contents.filter { $0.hasSuffix("seed") }.map {
                folder.written($0).split(separator: "\n").first.map(String.init) ?? ""
            }
            #expect(seeds.count == 4 && !seeds.contains(""))
            #expect(try await Picket.run("compile", file, "-o", folder.path("out")).code == 0)
            let lines = folder.written("out/validator-1/skywelld.cfg").split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            let secret = try #require(lines.firstIndex { line in seeds.contains { line.contains($0) } })
            let fixed = try #require(lines.firstIndex { $0.contains("10.1.10.55") })
            let whole = try await Picket.run("explain", file, "validator-1")
            let hidden = try await Picket.run("explain", file, "validator-1", "skywelld.cfg:\(secret + 1)")
            let dial = try await Picket.run("explain", file, "validator-1", "skywelld.cfg:\(fixed + 1)")
            for run in [whole, hidden, dial] {
                #expect(run.code == 0 && !run.output.isEmpty, "\(run.errors)")
                for seed in seeds { #expect(!run.all.contains(seed), "a seed was shown") }
            }
            #expect(dial.output.contains("10.1.10.55") && dial.output.contains("t.yaml:"), "\(dial.output)")
            let beyond = try await Picket.run("explain", file, "validator-1", "skywelld.cfg:9999")
            #expect(beyond.code == 64, "\(beyond.all)")
        }
    }
}
