internal import ArgumentParser
internal import Lab
internal import Topology

struct LabDownCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Ends a lab that is up; nothing of it is left.",
        discussion: ExitCode.help
    )

    @Argument(help: "The topology file of the lab; without it, the one that is up.")
    var file: String?

    @OptionGroup var selection: LabSelection
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard self.file == nil || self.selection.lab == nil else {
            throw ValidationError("name the lab by its file or by --lab, not by both")
        }
    }

    func run() throws {
        let console = self.output.console
        var selection = self.selection
        if let file = self.file {
            selection.lab = try TopologyFile.read(file, console, forLab: false).0.network.rawValue
        }
        do throws(LabError) {
            let registry = try LabRegistry()
            let name = try selection.resolve(registry)
            try StandingLab.end(name: name, registry: registry)
            console.print("lab \(name) is down")
        } catch {
            console.error(error)
            throw ExitCode(error)
        }
    }
}
