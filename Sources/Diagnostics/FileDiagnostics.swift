/// Everything there is to say about one file.
package struct FileDiagnostics: Sendable {
    package let source: SourceFile
    /// In any order.
    package var diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic] = [], in source: SourceFile) {
        self.source = source
        self.diagnostics = diagnostics
    }
}
