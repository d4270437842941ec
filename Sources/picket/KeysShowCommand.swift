internal import ArgumentParser

struct KeysShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints the public keys of every host.",
        discussion: """
            Per host its role, its node key as handshakes and configuration files write it, the same key as /crawl shows it, and \
            a validator's validation key, which other operators list as trusted.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @Flag(help: "Prints one JSON document (schema \(KeyList.schema)) instead of text.")
    var json = false

    @OptionGroup var options: OutputOptions

    func run() throws {
        let console = self.options.console
        let file = try TopologyFile.load(self.file, console)
        let keys = KeyList(file.topology, try file.secrets(console, failure: .badInput))
        console.print(self.json ? try JSONText.make(keys) : keys.text)
    }
}
