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
        parsing: .singleValue,
        help: ArgumentHelp(
            "The network namespace of a node's sockets, such as /proc/PID/ns/net; one for each --conf, in the same order.",
            valueName: "file"
        )
    )
    var namespace: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Where to log, instead of standard error; one for all, or one for each --conf, in the same order.",
            valueName: "file"
        )
    )
    var log: [String] = []

    @OptionGroup var node: NodeOptionGroup
    @OptionGroup var output: OutputOptions

    func validate() throws {
        let nodes = max(1, self.conf.count)
        if !self.namespace.isEmpty, self.namespace.count != nodes {
            throw ValidationError("--namespace is given \(self.namespace.count) times for \(nodes) nodes")
        }
        if self.log.count > 1, self.log.count != nodes {
            throw ValidationError("--log is given \(self.log.count) times for \(nodes) nodes")
        }
        guard self.conf.count > 1 else { return }
        if Set(self.conf).count < self.conf.count { throw ValidationError("a file is given twice with --conf") }
        if self.node.bootcache != nil { throw ValidationError("--bootcache is for one node") }
        if self.node.metrics != nil { throw ValidationError("--metrics is for one node") }
    }

    func run() throws {
        let console = self.output.console
        let options = try self.node.options(console)
        let exit = NodeProcess.run(self.sources, options: options) { console.note($0) }
        guard exit == .done else { throw ExitCode(exit.rawValue) }
    }

    private var sources: [NodeSource] {
        let paths = self.conf.isEmpty ? [ConfigurationSearch.path] : self.conf
        return paths.indices.map { index in
            NodeSource(
                configurationPath: paths[index],
                namespacePath: self.namespace.isEmpty ? nil : self.namespace[index],
                logPath: self.log.count > 1 ? self.log[index] : self.log.first
            )
        }
    }
}
