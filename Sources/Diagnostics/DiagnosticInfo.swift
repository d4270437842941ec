/// What is documented of one kind of diagnostic: `picket explain CODE` shows it, and `docs/diagnostics.md` lists all.
package struct DiagnosticInfo: Sendable {
    package let code: Diagnostic.Code
    package let severity: Diagnostic.Severity
    /// One line: lower case, no full stop, such as "a range or list is malformed".
    package let summary: String
    /// What in the file leads to it. Whole sentences.
    package let cause: String
    /// Why it matters, with the place in the reference where behaviour is dictated from there. Whole sentences.
    package let reason: String
    /// What to do about it. Whole sentences.
    package let cure: String
    /// A topology that triggers it, as short as can be; a test reads it. `nil` where no topology by itself can.
    package let example: String?

    package init(
        _ code: Diagnostic.Code,
        _ severity: Diagnostic.Severity,
        _ summary: String,
        cause: String,
        reason: String,
        cure: String,
        example: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.summary = summary
        self.cause = cause
        self.reason = reason
        self.cure = cure
        self.example = example
    }
}
