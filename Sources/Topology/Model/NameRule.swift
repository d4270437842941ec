internal import Diagnostics

/// What a name in a topology may look like.
///
/// The rule of a DNS label in lower case, because names become host names, file names and interface names.
/// Source: RFC 1123 §2.1.
enum NameRule {
    /// In words, for help texts.
    static let description = "lower-case letters, digits and '-', beginning and ending with a letter or a digit"
    /// In bytes; the limit of a DNS label.
    static let maximumLength = 63

    static func allows(_ text: String, upTo length: Int = Self.maximumLength) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, bytes.count <= length else { return false }
        return Self.isLetterOrDigit(first) && Self.isLetterOrDigit(last)
            && bytes.allSatisfy { Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The diagnostic for a name that breaks the rule.
    ///
    /// - Parameter what: What the name is of, such as "host".
    static func refusal(
        of what: String,
        _ name: Located<String>,
        upTo length: Int = Self.maximumLength
    ) -> Diagnostic {
        let help = "use \(Self.description), at most \(length) characters"
        return .error(.badName, "'\(name.value)' cannot be the name of a \(what)", at: name.span, help: help)
    }
}
