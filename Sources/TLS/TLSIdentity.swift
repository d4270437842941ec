private import COpenSSL

/// A certificate with its key, and the certificates of those who vouch for it, as PEM text.
///
/// Shows nothing of itself in print: it holds a private key.
package struct TLSIdentity: Sendable {
    private let key: [UInt8]
    /// The first one is our own.
    private let certificates: [[UInt8]]

    /// - Parameters:
    ///   - key: One private key, without a password.
    ///   - certificate: Our own certificate; without it, the first of the chain.
    ///   - chain: Further certificates.
    package init(key: [UInt8], certificate: [UInt8]?, chain: [UInt8]?) {
        self.key = key
        self.certificates = [certificate, chain].compactMap(\.self)
    }

    /// Makes a context present it.
    ///
    /// - Throws: When a text holds nothing of its kind, or the key is another certificate's.
    borrowing func install(in context: borrowing TLSContext) throws(TLSError) {
        ERR_clear_error()
        var isFirst = true
        for text in self.certificates {
            for certificate in try Self.certificates(in: text) {
                // A further one belongs to the context from then on.
                let result =
                    isFirst
                    ? SSL_CTX_use_certificate(context.handle, certificate)
                    : Int32(
                        SSL_CTX_ctrl(
                            context.handle,
                            SSL_CTRL_EXTRA_CHAIN_CERT,
                            0,
                            UnsafeMutableRawPointer(certificate)
                        )
                    )
                if isFirst || result != 1 { X509_free(certificate) }
                guard result == 1 else { throw TLSError.draining("SSL_CTX_use_certificate") }
                isFirst = false
            }
        }
        try self.installKey(in: context)
    }

    private func installKey(in context: borrowing TLSContext) throws(TLSError) {
        let key = Self.reading(self.key) { source in
            // Without an answer to the question for a password, which would otherwise go to the terminal.
            PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let key else { throw TLSError.draining("PEM_read_bio_PrivateKey") }
        defer { EVP_PKEY_free(key) }
        guard SSL_CTX_use_PrivateKey(context.handle, key) == 1, SSL_CTX_check_private_key(context.handle) == 1 else {
            throw TLSError.draining("SSL_CTX_use_PrivateKey")
        }
    }

    /// All that a text holds, at least one.
    private static func certificates(in text: [UInt8]) throws(TLSError) -> [OpaquePointer] {
        let certificates = self.reading(text) { source in
            var certificates: [OpaquePointer] = []
            while let certificate = PEM_read_bio_X509(source, nil, nil, nil) { certificates.append(certificate) }
            return certificates
        }
        guard let certificates, !certificates.isEmpty else { throw TLSError.draining("PEM_read_bio_X509") }
        // The end of the text is an error as well.
        ERR_clear_error()
        return certificates
    }

    private static func reading<Value>(_ text: [UInt8], _ read: (OpaquePointer) -> Value?) -> Value? {
        text.withUnsafeBytes { bytes in
            guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else { return nil }
            defer { BIO_free(source) }
            return read(source)
        }
    }
}

extension TLSIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "TLSIdentity(redacted)" }

    package var debugDescription: String { self.description }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
