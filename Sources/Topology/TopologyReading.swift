package import Diagnostics

/// What reading a topology file came to.
package struct TopologyReading: Sendable {
    /// The text that the diagnostics point into; where the bytes were not text, the nearest that can be shown. Secrets
    /// that stand in it are blanked, column by column, because excerpts are shown and logged.
    package let source: SourceFile
    /// `nil` exactly if there is an error among the diagnostics.
    package let topology: Topology?
    package let diagnostics: [Diagnostic]
}
