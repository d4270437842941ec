/// JSON may write every character as an escape, so a text that is looked for may be there without being seen.
enum JSONEscapes {
    /// The text with `\uHHHH` of ASCII and `\/` replaced by what they stand for; everything else as it is.
    ///
    /// Source: RFC 8259 §7.
    static func resolved(in bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let (byte, length) = Self.escape(bytes[index...].prefix(6)) {
                result.append(byte)
                index += length
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// What an escape stands for and how long it is; `nil` if there is none that matters.
    private static func escape(_ bytes: ArraySlice<UInt8>) -> (byte: UInt8, length: Int)? {
        let bytes = Array(bytes)
        guard bytes.count >= 2, bytes[0] == UInt8(ascii: "\\") else { return nil }
        if bytes[1] == UInt8(ascii: "/") { return (bytes[1], 2) }
        guard bytes[1] == UInt8(ascii: "u"), bytes.count == 6,
            let value = UInt32(String(decoding: bytes[2...], as: UTF8.self), radix: 16), value < 0x80
        else { return nil }
        return (UInt8(value), 6)
    }
}
