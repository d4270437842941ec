private import COpenSSL

/// SHA-512, looked up once: OpenSSL would otherwise search its providers for every message.
enum SHA512 {
    // SAFETY: a fetched method is never changed, and never freed.
    private nonisolated(unsafe) static let method = EVP_MD_fetch(nil, "SHA512", nil)

    static func digest(of bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 64)
        let made = EVP_Digest(bytes, bytes.count, &digest, nil, Self.method, nil)
        precondition(made == 1, "OpenSSL has no SHA-512")
        return digest
    }
}
