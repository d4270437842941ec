/// One thing to tell the user about a file: what is wrong, where, and what to write instead.
package struct Diagnostic: Hashable, Sendable {
    /// How much a diagnostic matters; an error means that the file cannot be used.
    package enum Severity: String, CaseIterable, Sendable {
        case error, warning, note
    }

    /// The stable name of a kind of diagnostic, such as `P0103`.
    package struct Code: Hashable, Sendable, RawRepresentable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }
    }

    /// A further place that has to do with the diagnostic, and what it has to do with it.
    package struct Label: Hashable, Sendable {
        package let span: SourceSpan
        package let text: String

        package init(_ text: String, at span: SourceSpan) {
            self.text = text
            self.span = span
        }
    }

    package let severity: Severity
    package let code: Code
    /// What is wrong, in the user's words: lower case, no full stop, names in single quotes.
    package let message: String
    /// The place; `nil` if it is the file as a whole.
    package let span: SourceSpan?
    /// What to say next to the place; may be empty.
    package let label: String
    /// Further places, in the order in which they matter.
    package let labels: [Label]
    /// What to do about it.
    package let help: String?

    package init(
        _ severity: Severity,
        _ code: Code,
        _ message: String,
        at span: SourceSpan?,
        label: String = "",
        labels: [Label] = [],
        help: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.span = span
        self.label = label
        self.labels = labels
        self.help = help
    }

    /// Makes an error.
    package static func error(
        _ code: Code,
        _ message: String,
        at span: SourceSpan?,
        label: String = "",
        labels: [Label] = [],
        help: String? = nil
    ) -> Diagnostic {
        Diagnostic(.error, code, message, at: span, label: label, labels: labels, help: help)
    }

    /// Makes a warning.
    package static func warning(
        _ code: Code,
        _ message: String,
        at span: SourceSpan?,
        label: String = "",
        labels: [Label] = [],
        help: String? = nil
    ) -> Diagnostic {
        Diagnostic(.warning, code, message, at: span, label: label, labels: labels, help: help)
    }

    /// Makes a note.
    package static func note(
        _ code: Code,
        _ message: String,
        at span: SourceSpan?,
        label: String = "",
        labels: [Label] = [],
        help: String? = nil
    ) -> Diagnostic {
        Diagnostic(.note, code, message, at: span, label: label, labels: labels, help: help)
    }
}

extension Diagnostic.Code: CustomStringConvertible {
    package var description: String {
        self.rawValue
    }
}

extension Diagnostic.Code {
    /// There are more problems than are worth listing.
    package static let tooManyProblems = Diagnostic.Code(rawValue: "P0000")
}
