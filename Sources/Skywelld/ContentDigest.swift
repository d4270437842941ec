/// What identifies a file's bytes.
package enum ContentDigest {
    /// SHA-256 as 64 lower-case hexadecimal digits.
    package static func hex(_ bytes: [UInt8]) -> String {
        Hexadecimal.text(Digest.sha256(bytes))
    }

    /// SHA-256 of a text's UTF-8, in the same form.
    package static func hex(_ text: String) -> String {
        var text = text
        return Hexadecimal.text(text.withUTF8 { Digest.sha256($0) })
    }
}
