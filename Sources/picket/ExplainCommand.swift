internal import ArgumentParser
internal import Linter

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says what a diagnostic's code means.",
        discussion: """
            A code is 'P' and four digits, such as P0103; its letters may be of either case.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The code of a diagnostic.")
    var code: String

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard DiagnosticCatalogue.isCode(self.code) else {
            throw ValidationError("'\(self.code)' is no code: write 'P' and four digits")
        }
    }

    func run() throws {
        try ExplainCode.run(self.code, self.options.console)
    }
}
