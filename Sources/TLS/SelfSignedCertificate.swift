internal import COpenSSL

/// A P-256 key and a certificate for it, made in memory: the one owner of both handles.
///
/// Names nobody: subject and issuer are empty, the serial number is random, and the dates are constants that tell
/// nothing about the host. Peers do not verify any of it. Source: skywelld reference §2.1, §9 L17.
struct SelfSignedCertificate: ~Copyable {
    /// "No well-defined expiration date", in the form that RFC 5280 §4.1.2.5 gives it.
    private static let never = "99991231235959Z"
    private static let epoch = "20000101000000Z"

    /// The certificate, an `X509*`.
    let handle: OpaquePointer
    /// The private key, an `EVP_PKEY*`.
    let key: OpaquePointer

    static func make() throws(TLSError) -> SelfSignedCertificate {
        ERR_clear_error()
        guard let key = Self.makeKey() else { throw TLSError.draining("EVP_PKEY_generate") }
        guard let handle = X509_new() else {
            EVP_PKEY_free(key)
            throw TLSError.draining("X509_new")
        }
        let certificate = SelfSignedCertificate(handle: handle, key: key)
        guard certificate.isFilledIn(), X509_sign(handle, key, EVP_sha256()) > 0 else {
            throw TLSError.draining("X509_sign")
        }
        return certificate
    }

    private init(handle: OpaquePointer, key: OpaquePointer) {
        self.handle = handle
        self.key = key
    }

    deinit {
        X509_free(self.handle)
        EVP_PKEY_free(self.key)
    }

    private static func makeKey() -> OpaquePointer? {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            EVP_PKEY_generate(context, &key) == 1
        else { return nil }
        return key
    }

    private borrowing func isFilledIn() -> Bool {
        var serial: UInt64 = 0
        guard RAND_bytes(&serial, Int32(MemoryLayout.size(ofValue: serial))) == 1 else { return false }
        return X509_set_version(self.handle, X509_VERSION_3) == 1
            && ASN1_INTEGER_set_uint64(X509_get_serialNumber(self.handle), serial) == 1
            && ASN1_TIME_set_string_X509(X509_getm_notBefore(self.handle), Self.epoch) == 1
            && ASN1_TIME_set_string_X509(X509_getm_notAfter(self.handle), Self.never) == 1
            && X509_set_pubkey(self.handle, self.key) == 1
    }
}
