package import Diagnostics

/// One mistake in one template.
package struct TemplateProblem: Hashable, Sendable {
    package let code: Diagnostic.Code
    /// The name of the template's file, such as `skywelld.cfg.mustache`.
    package let template: String
    /// Counted from 1; `nil` for the file as a whole.
    package let line: Int?
    /// What is wrong: lower case, no full stop, names in single quotes.
    package let message: String
    /// What to do about it.
    package let help: String?

    package init(
        _ code: Diagnostic.Code,
        in template: String,
        at line: Int?,
        _ message: String,
        help: String? = nil
    ) {
        self.code = code
        self.template = template
        self.line = line
        self.message = message
        self.help = help
    }
}
