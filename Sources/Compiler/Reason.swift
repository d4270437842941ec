package import Diagnostics

/// Why a line of an artifact is there: the rule that put it there, and the place in the topology that caused it.
package struct Reason: Hashable, Sendable {
    package let rule: Rule
    /// `nil` for what every artifact of this kind has.
    package let place: SourceSpan?

    package init(_ rule: Rule, at place: SourceSpan? = nil) {
        self.rule = rule
        self.place = place
    }
}
