/// Texts as YAML has them.
enum YAMLText {
    /// A text as a scalar that is safe in flow and block style: plain if it is plain in every sense, else in quotes.
    static func scalar(_ text: String) -> String {
        let isPlain = (text.utf8.first.map(Self.isWordByte) ?? false) && text.utf8.allSatisfy(Self.isPlainByte)
        return isPlain
            ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    private static func isPlainByte(_ byte: UInt8) -> Bool {
        self.isWordByte(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
