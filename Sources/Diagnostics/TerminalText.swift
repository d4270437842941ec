/// Text that can be shown on a terminal without doing anything to it.
///
/// What a user's file holds may come from somebody else: escape codes, invisible and direction-changing characters are
/// shown as `\u{1b}` instead of being sent.
package enum TerminalText {
    /// How many columns a tab advances at most.
    static let tabWidth = 4
    /// Longer messages are cut: a name in it may be as long as the file.
    static let maximumLength = 500

    /// A message without anything that a terminal would act on, cut to a sensible length.
    package static func safe(_ text: String) -> String {
        var result = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard index < Self.maximumLength else { return result + "…" }
            result += Self.cell(for: scalar, atColumn: 0).text
        }
        return result
    }

    /// How one character is shown, and how many columns that takes.
    ///
    /// - Parameters:
    ///   - scalar: The character.
    ///   - column: The column it is shown at, counted from 0; a tab needs to know.
    static func cell(for scalar: Unicode.Scalar, atColumn column: Int) -> (text: String, width: Int) {
        switch scalar.properties.generalCategory {
        case _ where scalar == "\t":
            let width = Self.tabWidth - column % Self.tabWidth
            return (String(repeating: " ", count: width), width)
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
            let text = "\\u{\(String(scalar.value, radix: 16))}"
            return (text, text.utf8.count)
        case .nonspacingMark, .enclosingMark:
            return (String(scalar), 0)
        default:
            return (String(scalar), Self.isWide(scalar) ? 2 : 1)
        }
    }

    /// Whether terminals show a character two columns wide.
    ///
    /// Source: Unicode Standard Annex #11, the blocks that are wide as a whole.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default:
            false
        }
    }
}
