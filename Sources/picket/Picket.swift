internal import ArgumentParser
internal import Compiler

@main
struct Picket: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "picket",
        abstract: "Hides validators behind public sentry nodes, and proves that they are hidden.",
        discussion: ExitCode.help,
        version: PicketVersion.current,
        subcommands: [
            CheckCommand.self, CompileCommand.self, DiffCommand.self, ExplainCommand.self, GraphCommand.self,
            ImportCommand.self, InitCommand.self, KeysCommand.self, LabCommand.self, NodeCommand.self,
            ProveCommand.self, ReachCommand.self, SchemaCommand.self, SimulateCommand.self, TraceCommand.self,
        ]
    )

    static func main() {
        do {
            var command = try self.parseAsRoot()
            try command.run()
        } catch {
            // What no command expects must not look like an answer: ArgumentParser would end with 1, which means no.
            guard self.exitCode(for: error) == .failure, !(error is ExitCode) else { self.exit(withError: error) }
            Console(color: .auto).error("this is a bug in picket: \(error)")
            self.exit(withError: ExitCode.bug)
        }
    }
}
