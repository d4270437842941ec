internal import ArgumentParser
internal import Deploy
internal import Files
internal import Topology

struct KeysNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Makes the keys that are missing, and overwrites nothing.",
        discussion: """
            New keys come from the kernel's source of chance. What is there stays as it is; at a place that the topology \
            names, only its user writes. Prints the public keys.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @OptionGroup var options: OutputOptions

    func run() throws {
        let console = self.options.console
        let file = try TopologyFile.load(self.file, console)
        let made: [KeyStore.Made]
        do {
            made = try KeyStore(topologyPath: self.file).makeMissing(for: file.topology)
        } catch {
            console.error("make keys: \(error)", help: "what was made stays; the next run goes on from there")
            throw ExitCode(error)
        }
        for key in made {
            switch key.outcome {
            case .made: console.print("made \(key.location.description)")
            case .kept: console.print("kept \(key.location.description)")
            case .leftToUser: console.print("left to you: \(key.location.description)")
            }
        }
        let secrets = try file.secrets(console, failure: .badInput)
        console.print("")
        console.print(KeyList(file.topology, secrets).text)
        let count = made.count { $0.outcome == .made }
        if count > 0 {
            console.note("\(count) new: keep copies in a safe place; a lost validation key cannot be made again")
        }
    }
}
