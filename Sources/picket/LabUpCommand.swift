internal import ArgumentParser
internal import Lab
internal import Topology
internal import Verification

struct LabUpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Brings a topology up and leaves it up.",
        discussion: """
            The lab is named after the topology's network. Its state is kept under $XDG_RUNTIME_DIR/picket, or \
            ~/.local/state/picket. Go on with 'picket lab exec outsider -- curl -k https://ADDRESS:50333/crawl', and end it \
            with 'picket lab down'.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = self.output.console
        let (file, vantages) = try TopologyFile.readForLab(self.file, console)
        let topology = file.topology
        let name = topology.network.rawValue
        do {
            let registry = try LabRegistry()
            let arguments = Array(CommandLine.arguments.dropFirst())
            if LabInit.isThisProcess {
                let registry = try registry.pinned()
                try LabInit.begin { registry.remove(name) }
                let run = try LabRun(topology, vantages, source: self.file.fileName)
                let (lab, seconds) = try run.build()
                try run.startNodes(lab)
                let record = run.record(of: lab, file: self.file, buildSeconds: seconds)
                try StandingLab.stay(lab, as: record, registry: registry)
            } else if StandingLab.isThisProcess {
                throw ExitCode(try StandingLab.keep(name: name, arguments: arguments, registry: registry))
            }
            try file.tryRules(console) { try LabRun(topology, vantages, source: self.file.fileName).bundles }
            console.progress("bringing \(name) up")
            let (code, said) = try StandingLab.start(name: name, arguments: arguments, registry: registry)
            console.progress(nil)
            guard code == 0 else {
                console.note(said)
                throw ExitCode(code)
            }
            LabListing(try registry.record(of: name), console).print()
        } catch let error as LabError {
            console.progress(nil)
            console.error(error)
            throw ExitCode(error)
        }
    }
}
