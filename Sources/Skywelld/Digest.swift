private import COpenSSL

/// The hash functions that keys and text forms are made with.
///
/// Source: skywelld reference §1.2.
///
/// The methods are looked up once: OpenSSL would otherwise search its providers each time.
enum Digest {
    // SAFETY: fetched methods are never changed, and never freed.
    private nonisolated(unsafe) static let sha256Method = EVP_MD_fetch(nil, "SHA256", nil)
    private nonisolated(unsafe) static let sha512Method = EVP_MD_fetch(nil, "SHA512", nil)

    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { self.sha256($0) }
    }

    static func sha256(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        self.digest(UnsafeRawBufferPointer(bytes), by: self.sha256Method, length: 32)
    }

    static func sha512(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { self.digest($0, by: self.sha512Method, length: 64) }
    }

    /// The first 32 bytes of SHA-512.
    static func sha512Half(_ bytes: [UInt8]) -> [UInt8] {
        Array(self.sha512(bytes).prefix(32))
    }

    private static func digest(_ bytes: UnsafeRawBufferPointer, by method: OpaquePointer?, length: Int) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: length)
        let made = EVP_Digest(bytes.baseAddress, bytes.count, &digest, nil, method, nil)
        precondition(made == 1, "OpenSSL has no SHA-2")
        return digest
    }
}
