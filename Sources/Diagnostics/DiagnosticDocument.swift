/// Diagnostics for programs: the form of `--json`.
///
/// ```json
/// { "schema": "picket.diagnostics/1", "errors": 1, "warnings": 0, "notes": 0, "diagnostics": [ … ] }
/// ```
package struct DiagnosticDocument: Encodable, Sendable {
    package static let schemaName = "picket.diagnostics/1"

    /// A place in a file: lines and columns count from 1, columns in Unicode scalars; the end is exclusive.
    package struct Place: Encodable, Hashable, Sendable {
        package let line: Int
        package let column: Int
        package let endLine: Int
        package let endColumn: Int

        init(_ span: SourceSpan) {
            self.line = span.start.line
            self.column = span.start.column
            self.endLine = span.end.line
            self.endColumn = span.end.column
        }
    }

    /// A further place.
    package struct Label: Encodable, Hashable, Sendable {
        package let place: Place
        package let text: String
    }

    /// One diagnostic.
    package struct Entry: Encodable, Hashable, Sendable {
        package let file: String
        package let severity: String
        package let code: String
        package let message: String
        /// `nil` for the file as a whole.
        package let place: Place?
        package let label: String
        package let labels: [Label]
        package let help: String?

        init(_ diagnostic: Diagnostic, in source: SourceFile) {
            self.file = source.name
            self.severity = diagnostic.severity.rawValue
            self.code = diagnostic.code.rawValue
            self.message = diagnostic.message
            self.place = diagnostic.span.map(Place.init)
            self.label = diagnostic.label
            self.labels = diagnostic.labels.map { Label(place: Place($0.span), text: $0.text) }
            self.help = diagnostic.help
        }
    }

    package let schema: String
    package let errors: Int
    package let warnings: Int
    package let notes: Int
    /// By file and place; all of them.
    package let diagnostics: [Entry]

    package init(_ report: DiagnosticReport) {
        self.schema = Self.schemaName
        self.errors = report.count(.error)
        self.warnings = report.count(.warning)
        self.notes = report.count(.note)
        self.diagnostics = report.files.flatMap { file in file.diagnostics.map { Entry($0, in: file.source) } }
    }
}
