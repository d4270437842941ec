internal import ArgumentParser
internal import Lab

struct LabExecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Runs a command on a host of a lab that is up.",
        discussion: """
            Example: picket lab exec outsider -- curl -k https://198.51.100.11:50333/crawl

            The exit code is the command's own, or 128 + the signal that ended it. A command that cannot be started is 69. \
            Picket's own codes can be the command's as well:
            \(ExitCode.help)
            """
    )

    @OptionGroup var selection: LabSelection
    @OptionGroup var output: OutputOptions

    @Argument(help: "The host, or 'outsider' or 'intruder'.")
    var host: String

    @Argument(parsing: .postTerminator, help: "The command, behind '--'.")
    var command: [String]

    func validate() throws {
        guard !self.command.isEmpty else { throw ValidationError("name a command behind '--', such as: -- ip address") }
    }

    func run() throws {
        let console = self.output.console
        do {
            let registry = try LabRegistry()
            let name = try self.selection.resolve(registry)
            let hosts = try registry.record(of: name).hosts
            guard let host = hosts.first(where: { $0.name == self.host }) else {
                console.error(
                    "no host '\(self.host)' in lab '\(name)'",
                    help: "one of: \(hosts.map(\.name).joined(separator: ", "))"
                )
                throw ExitCode(64)
            }
            throw ExitCode(try StandingLab.execute(self.command, on: host, of: name, registry: registry))
        } catch let error as LabError {
            console.error(error)
            throw ExitCode(error)
        }
    }
}
