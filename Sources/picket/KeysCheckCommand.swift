internal import ArgumentParser
internal import Compiler
internal import Deploy

struct KeysCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says everything that is wrong with the keys of a topology.",
        discussion: """
            Finds keys that are missing, malformed, readable by others or used twice, a validator whose node key is its validation \
            key, trusted keys of others that are our own, and secrets of 'daemon' that cannot be read. With problems the exit code \
            is 1.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @OptionGroup var options: OutputOptions

    func run() throws {
        let console = self.options.console
        let file = try TopologyFile.load(self.file, console)
        let secrets = try file.secrets(console, failure: .no)
        let validators = secrets.identities.values.count { $0.validationKey != nil }
        let hosts = secrets.identities.count
        console.print(
            "the keys of \(hosts) \(hosts == 1 ? "host" : "hosts") are good: \(hosts) node, \(validators) validation, all different"
        )
    }
}
