/// Something in `skywelld.cfg` that does not mean what its author thinks.
///
/// The sentences never quote what may be a secret: see ``SecretText``.
package struct ConfigurationProblem: Equatable, Sendable {
    package enum Severity: Equatable, Sendable {
        /// The node does not start.
        case error
        case warning
    }

    package let severity: Severity
    /// In the file, from 1; `nil` if the problem is that something is missing.
    package let line: Int?
    /// What is wrong.
    package let message: String
    /// What to write instead, where that is known.
    package let help: String?
}
