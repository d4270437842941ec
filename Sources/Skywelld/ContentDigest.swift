/// What identifies a file's bytes.
package enum ContentDigest {
    private static let digits = Array("0123456789abcdef".utf8)

    /// SHA-256 as 64 lower-case hexadecimal digits.
    package static func hex(_ bytes: [UInt8]) -> String {
        self.hex(digest: Digest.sha256(bytes))
    }

    /// SHA-256 of a text's UTF-8, in the same form.
    package static func hex(_ text: String) -> String {
        var text = text
        return self.hex(digest: text.withUTF8 { Digest.sha256($0) })
    }

    private static func hex(digest: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: 2 * digest.count) { text in
            for (index, byte) in digest.enumerated() {
                text[2 * index] = self.digits[Int(byte >> 4)]
                text[2 * index + 1] = self.digits[Int(byte & 15)]
            }
            return 2 * digest.count
        }
    }
}
