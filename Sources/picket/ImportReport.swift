internal import Compiler
internal import Diagnostics

/// What an import found, as JSON.
struct ImportReport: Encodable {
    static let schemaName = "picket.import/1"

    let schema = Self.schemaName
    let topology: String
    let diagnostics: DiagnosticDocument
    /// The files that were written.
    let written: [String]

    init(_ result: Import, _ report: DiagnosticReport, written: [String]) {
        self.topology = result.text
        self.diagnostics = DiagnosticDocument(report)
        self.written = written
    }
}
