internal import ArgumentParser
internal import Compiler
internal import Lab
internal import Topology

struct CompileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile",
        abstract: "Writes each host's skywelld.cfg and nftables ruleset.",
        discussion: """
            One folder per host. Files that hold secrets are readable by their owner alone. The keys are throw-away lab keys, \
            which anybody can derive from the names in the topology: replace them before a real server uses the files.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write.", valueName: "dir"))
    var output: String

    @OptionGroup var options: OutputOptions

    func run() throws {
        let console = self.options.console
        let (topology, _) = try TopologyFile.read(self.file, console, forLab: false)
        let compilation = try Compilation(topology, source: self.file.fileName)
        do {
            try BundleFolder.write(compilation.bundles, to: self.output)
        } catch {
            console.error("write the bundles: \(error)")
            throw ExitCode(error.isPermission ? ExitCode.notPermitted.rawValue : ExitCode.unavailable.rawValue)
        }
        for bundle in compilation.bundles {
            console.print(
                "\(self.output)/\(bundle.host): \(bundle.artifacts.map(\.name.description).joined(separator: ", "))"
            )
        }
        console.note(
            "warning: the keys are throw-away lab keys; replace [node_seed] and [validation_seed] before a real server uses them"
        )
    }
}

extension String {
    /// What stands behind the last slash, so that artifacts do not depend on where a file lies.
    var fileName: String { self.split(separator: "/").last.map(String.init) ?? self }
}
