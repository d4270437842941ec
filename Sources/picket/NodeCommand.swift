internal import ArgumentParser
internal import Node

struct NodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node",
        abstract: "Runs one overlay node from a skywelld.cfg.",
        discussion: """
            Speaks the real peer protocol on the port that the file names, dials the fixed peers, serves /crawl, and logs one \
            line per event to standard error. Ends on SIGTERM or SIGINT.

            \(ExitCode.help)
            """
    )

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var conf = "skywelld.cfg"

    @OptionGroup var node: NodeOptionGroup
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = self.output.console
        let exit = NodeProcess.run(configurationPath: self.conf, options: self.node.options) { console.note($0) }
        guard exit == .done else { throw ExitCode(exit.rawValue) }
    }
}
