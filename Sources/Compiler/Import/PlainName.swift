/// Names made of text that may hold anything.
enum PlainName {
    /// The letters and digits of a text in lower case, everything between them replaced by `-`.
    ///
    /// - Parameter other: What to take if nothing is left.
    static func of(_ text: String, instead other: String) -> String {
        var name = ""
        for byte in text.utf8.prefix(50) {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                name.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
            default:
                if !name.isEmpty, name.last != "-" { name += "-" }
            }
        }
        while name.last == "-" { name.removeLast() }
        return name.isEmpty ? other : name
    }
}
