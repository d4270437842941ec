internal import ArgumentParser
internal import FoundationEssentials
internal import Lab
internal import Verification

struct LabSelfTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "self-test",
        abstract: "Shows that the claims can fail: runs the lab once as it is and once with each mutation.",
        discussion: """
            Every fault must be caught by the claim that is there for it, and the changes that only look like faults must alarm \
            nobody; anything else is exit code 1.

            \(ExitCode.help)
            """
    )

    /// What `picket.self-test/1` looks like.
    private struct Document: Encodable {
        let schema = "picket.self-test/1"
        let results: [SelfTestResult]
    }

    /// Of one report, in bytes.
    private static let reportLimit = 16 << 20

    @Argument(help: "The topology file.")
    var file: String

    @Flag(help: "Prints one JSON document (schema picket.self-test/1) instead of text.")
    var json = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = self.output.console
        let (topology, vantages) = try TopologyFile.read(self.file, console, forLab: true)
        var results: [SelfTestResult] = []
        for mutation in [nil] + Mutation.allCases.map(Optional.some) {
            console.progress(
                "\(results.count + 1) of \(Mutation.allCases.count + 1): \(mutation?.rawValue ?? "as it is")"
            )
            do {
                _ = try LabRun(topology, vantages, source: self.file.fileName, mutation: mutation)
                results.append(SelfTestResult(mutation, try self.report(mutation)))
            } catch let error as MutationError {
                results.append(SelfTestResult(error))
            }
            console.progress(nil)
            if !self.json, let last = results.last { console.print(Self.line(last, console)) }
        }
        let bad = results.filter { !$0.isGood }
        if self.json {
            console.print(try JSONText.make(Document(results: results)))
        } else {
            console.print(
                bad.isEmpty
                    ? console.style("every fault was caught, and nothing harmless alarmed", .good)
                        + Self.skipped(results)
                    : console.style("NO: \(bad.count) of \(results.count) runs did not end as they must", .bad)
            )
        }
        guard bad.isEmpty else { throw ExitCode.no }
    }

    private static func skipped(_ results: [SelfTestResult]) -> String {
        let count = results.count { $0.judgement == .notApplicable }
        return count == 0 ? "" : " (\(count) could not be made in this topology)"
    }

    /// Each run is a process of its own, so that each has a lab of its own.
    private func report(_ mutation: Mutation?) throws -> LabReport {
        let arguments = ["lab", "run", "--json"] + (mutation.map { ["--mutate", $0.rawValue] } ?? []) + [self.file]
        let (code, output) = try ChildProcess.capture(
            ProcessEnvironment.executable,
            arguments: arguments,
            environment: ["\(LabKeeper.selfTestVariable)=1"],
            limit: Self.reportLimit
        )
        // Whatever else happened has been said on standard error by the run itself.
        guard let report = try? JSONDecoder().decode(LabReport.self, from: Data(output)) else { throw ExitCode(code) }
        return report
    }

    private static func line(_ result: SelfTestResult, _ console: Console) -> String {
        let name = (result.mutation ?? "as it is").padded(to: 18)
        let caught = result.violated.map(\.rawValue).joined(separator: ", ")
        let nobody = result.judgement == .asExpected ? "all claims hold" : "no claim is violated"
        let outcome = caught.isEmpty ? nobody : "caught by \(caught)"
        switch result.judgement {
        case .asExpected:
            return console.style("ok      ", .good) + name + outcome
                + (result.text.isEmpty ? "" : "\n".indented + result.text)
        case .notApplicable:
            return console.style("skipped ", .doubtful) + name + result.text
        case .missed:
            return console.style("MISSED  ", .bad) + name + outcome + "\n".indented + result.text
        case .falseAlarm:
            return console.style("ALARM   ", .bad) + name + outcome + "\n".indented + result.text
        }
    }
}

extension String {
    fileprivate var indented: String { self + String(repeating: " ", count: 26) }
}
