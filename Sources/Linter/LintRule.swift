package import Diagnostics
package import Skywelld

/// One thing that the linter knows about the server.
///
/// A rule judges the artifacts, as the server would read them, and the model where there is one. It also knows how to
/// break itself: a rule that misses its own fault is a bug, and `picket check --self-test` shows that none does.
package protocol LintRule: Sendable {
    /// Code, severity, and what `picket explain` says about it.
    static var info: DiagnosticInfo { get }
    /// The generation of the server that the rule is about; `both` for most.
    static var generation: Dialect { get }
    /// The deliberate fault in one clause, such as "the validator's private flag is written twice".
    static var fault: String { get }
    /// Whether the server does not run with an error that the rule finds.
    static var endsServer: Bool { get }
    /// Rules that the same fault breaks by its nature.
    static var companions: Set<Diagnostic.Code> { get }

    /// Finds what is wrong.
    static func check(_ subject: LintSubject, _ findings: inout LintFindings)
    /// The subject with the rule's fault in it; `nil` if it has no place for it.
    static func mutate(_ subject: LintSubject) -> LintSubject?
}

extension LintRule {
    package static var generation: Dialect { .both }
    package static var endsServer: Bool { false }
    package static var companions: Set<Diagnostic.Code> { [] }

    package static var code: Diagnostic.Code { self.info.code }
}
