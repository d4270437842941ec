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
        help: ArgumentHelp(
            "The configuration file; repeatable, for as many nodes. Without it, where the server looks: skywelld.cfg, then "
                + "skywell/skywelld.cfg in $XDG_CONFIG_HOME or ~/.config.",
            valueName: "file"
        )
    )
    var conf: [String] = []

    @Option(
        help: ArgumentHelp(
            "Options of one node on each line, in place of --conf and the options of nodes here.",
            valueName: "file"
        )
    )
    var nodes: String?

    @OptionGroup var placement: NodePlacement
    @OptionGroup var node: NodeOptionGroup
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if self.nodes != nil, !self.conf.isEmpty { throw ValidationError("--conf and --nodes exclude each other") }
        guard self.conf.count > 1 else { return }
        if Set(self.conf).count < self.conf.count { throw ValidationError("a file is given twice with --conf") }
        if self.node.bootcache != nil { throw ValidationError("--bootcache is for one node") }
        if self.node.metrics != nil { throw ValidationError("--metrics is for one node") }
        if self.placement.namespace != nil { throw ValidationError("--namespace is for one node; see --nodes") }
    }

    func run() throws {
        let console = self.output.console
        let exit = NodeProcess.run(try self.sources(console)) { console.note($0) }
        guard exit == .done else { throw ExitCode(exit.rawValue) }
    }

    private func sources(_ console: Console) throws -> [NodeSource] {
        if let nodes { return try NodeLine.sources(in: nodes, console) }
        let options = try self.node.options(console)
        return (self.conf.isEmpty ? [ConfigurationSearch.path] : self.conf).map { path in
            NodeSource(
                configurationPath: path,
                options: options,
                namespacePath: self.placement.namespace,
                logPath: self.placement.log
            )
        }
    }
}
