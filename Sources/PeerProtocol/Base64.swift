/// Base64 with the standard alphabet and padding (RFC 4648 §4), read strictly.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// The value of each ASCII character, 255 for those outside the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in Self.alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
            for index in 0..<4 {
                text.append(index <= group.count ? Self.alphabet[bits >> (18 - 6 * index) & 63] : Self.padding)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `nil` unless the text is exactly what `encode` writes: no blanks, no missing padding, no stray bits.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var characters = Array(text.utf8)
        guard characters.count % 4 == 0 else { return nil }
        let padding = characters.suffix(2).reversed().prefix { $0 == Self.padding }.count
        characters.removeLast(padding)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3)
        var bits = 0
        var bitCount = 0
        for character in characters {
            let value = Self.values[Int(character)]
            guard value < 64 else { return nil }
            bits = (bits << 6 | Int(value)) & 0xFFFF
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        // What is left of the last character must be zero, or two texts would mean the same bytes.
        guard bits & (1 << bitCount - 1) == 0 else { return nil }
        return bytes
    }
}
