private import COpenSSL

/// The hash functions that keys and text forms are made with, and that files are told apart by.
///
/// Source: skywelld reference §1.2.
package enum Digest {
    /// 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { self.sha256($0) }
    }

    /// SHA-256 of a text's UTF-8, in lower-case hexadecimal digits.
    package static func sha256Hex(_ text: String) -> String {
        var text = text
        return self.hex(text.withUTF8 { self.sha256($0) })
    }

    /// SHA-256 in lower-case hexadecimal digits.
    package static func sha256Hex(_ bytes: [UInt8]) -> String {
        self.hex(self.sha256(bytes))
    }

    static func sha512(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 64)
        _ = SHA512(bytes, bytes.count, &digest)
        return digest
    }

    /// The first 32 bytes of SHA-512.
    static func sha512Half(_ bytes: [UInt8]) -> [UInt8] {
        Array(self.sha512(bytes).prefix(32))
    }

    private static func sha256(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = SHA256(bytes.baseAddress, bytes.count, &digest)
        return digest
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
