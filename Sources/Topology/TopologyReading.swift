package import Diagnostics

/// What reading a topology file came to.
package struct TopologyReading: Sendable {
    /// The text that the diagnostics point into; where the bytes were not text, the nearest that can be shown.
    package let source: SourceFile
    /// `nil` exactly if there is an error among the diagnostics.
    package let topology: Topology?
    package let diagnostics: [Diagnostic]
}
