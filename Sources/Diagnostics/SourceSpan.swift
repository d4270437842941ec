/// A stretch of a source file, from `start` up to but without `end`.
package struct SourceSpan: Hashable, Sendable {
    package let start: SourcePosition
    /// The position after the last character; equal to `start` where something is missing.
    package let end: SourcePosition

    package init(start: SourcePosition, end: SourcePosition) {
        self.start = start
        self.end = max(start, end)
    }

    /// The stretch that covers both of two spans.
    package func joined(with other: SourceSpan) -> SourceSpan {
        SourceSpan(start: min(self.start, other.start), end: max(self.end, other.end))
    }
}

extension SourceSpan: CustomStringConvertible {
    package var description: String {
        "\(self.start)..<\(self.end)"
    }
}
