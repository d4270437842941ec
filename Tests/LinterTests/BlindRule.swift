import Diagnostics
import Linter

/// A rule that finds nothing, its own fault included.
enum BlindRule: LintRule {
    static let info = DiagnosticInfo(
        .init(rawValue: "P1999"),
        .error,
        "nothing",
        cause: "None.",
        reason: "None.",
        cure: "None."
    )
    static let fault = "a fault that nobody sees"

    static func check(_ subject: LintSubject, _ findings: inout LintFindings) {}

    static func mutate(_ subject: LintSubject) -> LintSubject? { subject }
}
