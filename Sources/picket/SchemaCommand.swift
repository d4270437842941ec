internal import ArgumentParser
internal import Topology

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of the topology language.",
        discussion: """
            Editors complete and check a topology with it: save it, and name the file in the topology's first line, as in

            # yaml-language-server: $schema=picket.schema.json

            It knows keys and types. What a topology means, 'picket check' judges.

            \(ExitCode.help)
            """
    )

    @OptionGroup var options: OutputOptions

    func run() {
        self.options.console.print(String(Topology.schema.dropLast()))
    }
}
