package import Diagnostics

/// Why a line of an artifact is there: the rule that put it there, and the place in the topology that caused it.
///
/// There is one for each line of each artifact, millions of them: so the place is kept in 16 bytes.
package struct Reason: Hashable, Sendable {
    /// A position in 8 bytes; line 0 stands for none.
    private struct Position: Hashable, Sendable {
        let line: UInt32
        let column: UInt32

        init(_ position: SourcePosition?) {
            self.line = UInt32(clamping: position?.line ?? 0)
            self.column = UInt32(clamping: position?.column ?? 0)
        }

        var position: SourcePosition { SourcePosition(line: Int(self.line), column: Int(self.column)) }
    }

    private let start: Position
    private let end: Position
    package let rule: Rule

    /// The place in the topology; `nil` for what every artifact of this kind has.
    package var place: SourceSpan? {
        self.start.line == 0 ? nil : SourceSpan(start: self.start.position, end: self.end.position)
    }

    package init(_ rule: Rule, at place: SourceSpan? = nil) {
        self.rule = rule
        self.start = Position(place?.start)
        self.end = Position(place?.end)
    }
}
