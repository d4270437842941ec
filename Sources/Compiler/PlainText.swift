/// Text from outside that stands in comments: printable ASCII, everything else replaced.
enum PlainText {
    static func of(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { Self.isPlain($0) ? $0 : "?" }))
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x20..<0x7F).contains(scalar.value)
    }
}
