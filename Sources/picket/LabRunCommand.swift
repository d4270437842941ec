internal import ArgumentParser
internal import FoundationEssentials
internal import Lab
internal import Topology
internal import Verification

extension Mutation: ExpressibleByArgument {}

struct LabRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Brings a topology up, settles every claim, and takes it down again.",
        discussion: """
            Prints each claim with what was observed, from where, and what would have shown the opposite. A claim 'holds', is \
            'violated' (exit code 1), or stays 'unsettled' (exit code 69) with the reason.

            Mutations:
            \(Mutation.allCases.map { "  \($0.rawValue.padded(to: 18))\($0.summary)" }.joined(separator: "\n"))

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @Option(help: ArgumentHelp("Makes a deliberate fault, which a claim must catch.", valueName: "name"))
    var mutate: Mutation?

    @Flag(help: "Prints one JSON document (schema \(LabReport.schema)) instead of text.")
    var json = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = self.output.console
        let (file, vantages) = try TopologyFile.readForLab(self.file, console)
        do {
            let run = try LabRun(file.topology, vantages, source: self.file.fileName, mutation: self.mutate)
            guard LabInit.isThisProcess else {
                try file.tryRules(console) { run.bundles }
                throw ExitCode(try LabKeeper.run(arguments: Array(CommandLine.arguments.dropFirst())))
            }
            try LabInit.begin()
            try self.runInside(run, console)
        } catch let error as MutationError {
            console.error("\(error)")
            throw ExitCode.badInput
        } catch let error as LabError {
            console.progress(nil)
            console.error(error)
            throw ExitCode(error)
        }
    }

    private func runInside(_ run: LabRun, _ console: Console) throws {
        let report = try run.verify(progress: console.progress)
        console.progress(nil)
        if self.json {
            console.print(try JSONText.make(report))
        } else {
            console.print(ReportText(report, run.topology, run.vantages, file: self.file, console).text)
        }
        switch report.outcome {
        case .holds: return
        case .violated: throw ExitCode.no
        case .unsettled: throw ExitCode.unavailable
        }
    }
}
