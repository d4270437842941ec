/// A rule whose effect cannot be known beforehand: what it does is *maybe*.
package struct Uncertainty: Hashable, Sendable {
    package let point: DecisionPoint
    /// The expression or statement that nobody can decide, such as `limit`.
    package let reason: String
}
