package import Diagnostics

/// A text with places marked by keycap digits, so that a test can name a place instead of counting columns.
///
/// ```swift
/// let marked = MarkedText("role: 1️⃣sentri2️⃣")
/// marked.text                // "role: sentri"
/// marked.span("1️⃣", "2️⃣")   // line 1, columns 7 up to 13
/// ```
package struct MarkedText: Sendable {
    /// The text without its marks.
    package let text: String
    private let positions: [Character: SourcePosition]

    package init(_ marked: String) {
        var text = ""
        var line = 1
        var column = 1
        var positions: [Character: SourcePosition] = [:]
        for character in marked {
            if Self.isMark(character) {
                precondition(positions[character] == nil, "the mark \(character) is used twice")
                positions[character] = SourcePosition(line: line, column: column)
                continue
            }
            text.append(character)
            let endsLine = character == "\n" || character == "\r\n"
            column = endsLine ? 1 : column + character.unicodeScalars.count
            line += endsLine ? 1 : 0
        }
        self.text = text
        self.positions = positions
    }

    /// The place of a mark, which must be in the text.
    package subscript(mark: Character) -> SourcePosition {
        guard let position = self.positions[mark] else { preconditionFailure("there is no mark \(mark)") }
        return position
    }

    /// Whether the text has a mark.
    package func contains(_ mark: Character) -> Bool {
        self.positions[mark] != nil
    }

    /// The stretch between two marks.
    package func span(_ start: Character, _ end: Character) -> SourceSpan {
        SourceSpan(start: self[start], end: self[end])
    }

    /// Keycap digits end in U+20E3.
    private static func isMark(_ character: Character) -> Bool {
        character.unicodeScalars.last == "\u{20E3}"
    }
}
