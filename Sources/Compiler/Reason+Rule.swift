extension Reason {
    /// What decides about a line; the raw value is its name in `picket explain`.
    package enum Rule: String, CaseIterable, Hashable, Sendable {
        /// A comment or blank line of the template.
        case template
    }
}
