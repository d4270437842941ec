/// A place in a source file.
///
/// Ordered as it is read: by line, then by column.
package struct SourcePosition: Hashable, Comparable, Sendable {
    /// Counted from 1.
    package let line: Int
    /// Counted from 1, in Unicode scalars.
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The position some columns further on in the same line.
    package func advanced(by columns: Int) -> SourcePosition {
        SourcePosition(line: self.line, column: self.column + columns)
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.line, lhs.column) < (rhs.line, rhs.column)
    }
}

extension SourcePosition: CustomStringConvertible {
    package var description: String {
        "\(self.line):\(self.column)"
    }
}
