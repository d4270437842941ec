/// Bytes as hexadecimal digits.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two lower-case digits for each byte.
    static func text(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = self.digits[Int(byte >> 4)]
                text[2 * index + 1] = self.digits[Int(byte & 15)]
            }
            return 2 * bytes.count
        }
    }
}
