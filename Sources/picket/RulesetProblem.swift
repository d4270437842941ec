internal import ArgumentParser
internal import Lab

/// A ruleset cannot be had.
struct RulesetProblem: Error {
    let message: String
    let code: ExitCode
    let help: String?

    init(_ message: String, _ code: ExitCode, help: String? = nil) {
        self.message = message
        self.code = code
        self.help = help
    }

    init(_ error: LabError) {
        self.init(error.message, ExitCode(error), help: error.help)
    }
}
