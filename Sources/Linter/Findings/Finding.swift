package import Compiler
package import Diagnostics

/// What one rule found at one host.
package struct Finding: Sendable {
    package let code: Diagnostic.Code
    package let severity: Diagnostic.Severity
    /// The position of the host in the subject.
    package let host: Int
    package let artifact: Artifact.Name
    /// In the artifact, from 1; `nil` if something is missing.
    package let line: Int?
    /// The place in the topology, if it is not the reason of the line that counts.
    package let place: SourceSpan?
    package let message: String
    /// What to say next to the place; empty for what the line reads.
    package let label: String
    package let help: String?
}
