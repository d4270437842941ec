import Foundation
import TestSupport
import Testing

extension LabSuite {
    @Suite struct SimulateCommandTests {
        private static func run(_ options: String...) async throws -> Finished {
            let arguments = ["simulate", Picket.quickstart, "--for", "60s", "--strangers", "3"] + options
            let process = try RunningProcess(Picket.binary, arguments, in: Repository.root)
            return try await process.finish(within: .seconds(60))
        }

        @Test("the same seed gives the same document, another one another")
        func repeats() async throws {
            let first = try await Self.run("--seed", "5", "--json")
            #expect(first.code == 0, "\(first.all)")
            #expect(first.output.contains("\"schema\" : \"picket.simulation/1\""), "\(first.all)")
            #expect(try await Self.run("--seed", "5", "--json").output == first.output)
            #expect(try await Self.run("--seed", "6", "--json").output != first.output)
        }

        @Test("a broken promise ends with 1, its trail and the command that shows it again")
        func broken() async throws {
            let run = try await Self.run("--mutation", "double-relay")
            #expect(run.code == 1, "\(run.all)")
            #expect(run.output.contains("relay is broken, with seed 1: sentry-"), "\(run.all)")
            #expect(run.output.contains("again: picket simulate"), "\(run.all)")
            #expect(run.output.contains("--keep 0 --mutation double-relay"), "\(run.all)")
        }

        @Test(
            "what is no time, fault or mutation is refused",
            arguments: ["--for=5", "--faults=rain", "--mutation=none"]
        )
        func refuses(option: String) async throws {
            #expect(try await Picket.run("simulate", Picket.quickstart, option).code == 64)
        }
    }
}
