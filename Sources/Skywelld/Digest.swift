private import COpenSSL

/// The hash functions that keys and text forms are made with.
///
/// Source: skywelld reference §1.2.
enum Digest {
    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { self.sha256($0) }
    }

    static func sha256(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = SHA256(bytes.baseAddress, bytes.count, &digest)
        return digest
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
}
