internal import ArgumentParser
internal import Node

struct NodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node",
        abstract: "Runs an overlay node from a skywelld.cfg, or many of them.",
        discussion: """
            Speaks the real peer protocol on the port that the file names, dials the fixed peers, serves /crawl and the \
            commands of its http ports, and logs one line per event. Ends on SIGTERM, SIGINT or the command 'stop'; \
            SIGHUP opens the log file anew.

            \(ExitCode.help)
            """
    )

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("The configuration file; repeatable, for as many nodes.", valueName: "file")
    )
    var conf = ["skywelld.cfg"]

    @Option(help: ArgumentHelp("Where to log, instead of standard error.", valueName: "file"))
    var log: String?

    @OptionGroup var node: NodeOptionGroup
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard self.conf.count > 1 else { return }
        if Set(self.conf).count < self.conf.count { throw ValidationError("a file is given twice with --conf") }
        if self.node.bootcache != nil { throw ValidationError("--bootcache is for one node") }
        if self.node.metrics != nil { throw ValidationError("--metrics is for one node") }
    }

    func run() throws {
        let console = self.output.console
        let exit = NodeProcess.run(
            configurationPaths: self.conf,
            options: try self.node.options(console),
            logPath: self.log
        ) { console.note($0) }
        guard exit == .done else { throw ExitCode(exit.rawValue) }
    }
}
