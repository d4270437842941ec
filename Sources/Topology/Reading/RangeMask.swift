/// Hides the braces and commas of ranges and lists from YAML.
///
/// In a flow map, `10.1.10.{55..56}` is not YAML: the brace would end the text. Before YAML sees the file, each brace
/// and comma of a range or list is replaced by one character of the private use area, so that every column stays what
/// it was; afterwards the characters are put back in the texts that were read.
enum RangeMask {
    private static let pairs: [(plain: UInt8, masked: Unicode.Scalar)] = [
        (UInt8(ascii: "{"), "\u{E000}"), (UInt8(ascii: "}"), "\u{E001}"), (UInt8(ascii: ","), "\u{E002}"),
    ]

    /// Whether a character is one of those that stand for something else; no file may hold them.
    static func isReserved(_ scalar: Unicode.Scalar) -> Bool {
        Self.pairs.contains { $0.masked == scalar }
    }

    /// The UTF-8 of a text with its ranges and lists masked.
    static func mask(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == Self.open, let close = Self.end(ofGroupAt: index, in: bytes) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            for byte in bytes[index...close] {
                if let pair = Self.pairs.first(where: { $0.plain == byte }) {
                    result += UTF8.encode(pair.masked)?.map(\.self) ?? []
                } else {
                    result.append(byte)
                }
            }
            index = close + 1
        }
        return result
    }

    /// Puts the braces and commas back.
    static func unmask(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: Self.isReserved) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(Self.pairs.first { $0.masked == scalar }.map { Unicode.Scalar($0.plain) } ?? scalar)
        }
        return String(result)
    }

    private static let open = UInt8(ascii: "{")
    private static let close = UInt8(ascii: "}")

    /// Where the range or list that a brace opens is closed; `nil` if the brace opens a flow map.
    ///
    /// A range has two dots inside. A list has none, and is told from a flow map by what it is glued to.
    private static func end(ofGroupAt open: Int, in bytes: [UInt8]) -> Int? {
        let rest = bytes[(open + 1)...]
        guard let close = rest.firstIndex(where: Self.endsGroup), bytes[close] == Self.close, close > open + 1 else {
            return nil
        }
        let isGlued =
            open > 0 && Self.isGlue(bytes[open - 1]) || open > 0 && bytes[open - 1] == Self.close
            || close + 1 < bytes.count && (Self.isGlue(bytes[close + 1]) || bytes[close + 1] == Self.open)
        return isGlued || Self.holdsTwoDots(bytes[(open + 1)..<close]) ? close : nil
    }

    /// A group has no blanks, line ends, quotes or further braces inside.
    private static func endsGroup(_ byte: UInt8) -> Bool {
        byte <= UInt8(ascii: " ") || byte == Self.open || byte == Self.close
            || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }

    private static func isGlue(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "*"): true
        default: NameRule.isLetterOrDigit(byte)
        }
    }

    private static func holdsTwoDots(_ bytes: ArraySlice<UInt8>) -> Bool {
        zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") }
    }
}
