internal import ArgumentParser
internal import Linter

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says what a diagnostic's code means, or why a line of an artifact is there.",
        discussion: """
            With one word, a code: 'P' and four digits, such as P0103; its letters may be of either case.

            With a topology file and a host, the host's files with the reason of each line beside it: the rule that put it there, and \
            the place in the topology. A file and a line, as in skywelld.cfg:12, get the whole explanation. Secrets are not shown.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The code of a diagnostic, or the topology file.")
    var subject: String

    @Argument(help: "The host.")
    var host: String?

    @Argument(help: "One file of the host, and perhaps a line: NAME or NAME:LINE.")
    var artifact: String?

    @Flag(help: "Prints one JSON document (schema \(ExplainReport.schemaName)) instead of text; not for codes.")
    var json = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard self.host == nil else { return }
        guard DiagnosticCatalogue.isCode(self.subject) else {
            throw ValidationError(
                "'\(self.subject)' is no code: write 'P' and four digits, or a topology file and a host"
            )
        }
        guard !self.json else { throw ValidationError("--json goes with a topology file and a host") }
    }

    func run() throws {
        guard let host else { return try ExplainCode.run(self.subject, self.options.console) }
        try ExplainArtifact.run(
            file: self.subject,
            host: host,
            artifact: self.artifact,
            json: self.json,
            console: self.options.console
        )
    }
}
