internal import ArgumentParser

@main
struct Picket: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "picket",
        abstract: "Hides validators behind public sentry nodes, and proves that they are hidden.",
        discussion: ExitCode.help,
        version: "0.1.0",
        subcommands: [CompileCommand.self, LabCommand.self, NodeCommand.self]
    )
}
