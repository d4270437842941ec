import COpenSSL
import Testing

@testable import TLS

/// Contexts such as ours would never be, but such as a peer may have.
enum CraftedContext {
    /// A client limited to some versions and ciphers, below every security level.
    static func client(versions: ClosedRange<Int32>, ciphers: String? = nil) throws -> TLSContext {
        let handle = try #require(SSL_CTX_new(TLS_client_method()))
        try self.limit(handle, versions: versions, ciphers: ciphers)
        return TLSContext(adopting: handle, role: .client)
    }

    /// What a stock dialler built on OpenSSL 1.0.2 offers. Source: skywelld reference §2.1.
    static func stockDialler() throws -> TLSContext {
        let context = try self.client(versions: TLS1_VERSION...TLS1_2_VERSION, ciphers: "ALL:!LOW:!EXP:!MD5:@STRENGTH")
        let curves = "P-521:P-384:P-256"
        let algorithms = "RSA+SHA512:ECDSA+SHA512:RSA+SHA384:ECDSA+SHA384:RSA+SHA256:ECDSA+SHA256:RSA+SHA1:ECDSA+SHA1"
        let curvesAreSet = curves.withCString {
            SSL_CTX_ctrl(context.handle, SSL_CTRL_SET_GROUPS_LIST, 0, UnsafeMutableRawPointer(mutating: $0)) == 1
        }
        let algorithmsAreSet = algorithms.withCString {
            SSL_CTX_ctrl(context.handle, SSL_CTRL_SET_SIGALGS_LIST, 0, UnsafeMutableRawPointer(mutating: $0)) == 1
        }
        try #require(curvesAreSet && algorithmsAreSet)
        return context
    }

    /// A server with the certificate of the stock one: RSA-2048, SHA-1, X.509 version field 12.
    static func server(versions: ClosedRange<Int32>, ciphers: String? = nil) throws -> TLSContext {
        let handle = try #require(SSL_CTX_new(TLS_server_method()))
        try self.limit(handle, versions: versions, ciphers: ciphers)
        try self.giveStockCertificate(to: handle)
        return TLSContext(adopting: handle, role: .server)
    }

    private static func limit(_ handle: OpaquePointer, versions: ClosedRange<Int32>, ciphers: String?) throws {
        SSL_CTX_set_security_level(handle, 0)
        try #require(SSL_CTX_ctrl(handle, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(versions.lowerBound), nil) == 1)
        try #require(SSL_CTX_ctrl(handle, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(versions.upperBound), nil) == 1)
        try #require(ciphers.map { SSL_CTX_set_cipher_list(handle, $0) == 1 } ?? true)
    }

    /// Source: skywelld reference §2.1, "Certificate, default".
    private static func giveStockCertificate(to handle: OpaquePointer) throws {
        let keyContext = try #require(EVP_PKEY_CTX_new_from_name(nil, "RSA", nil))
        defer { EVP_PKEY_CTX_free(keyContext) }
        var key: OpaquePointer?
        try #require(EVP_PKEY_keygen_init(keyContext) == 1)
        try #require(EVP_PKEY_CTX_set_rsa_keygen_bits(keyContext, 2_048) == 1)
        try #require(EVP_PKEY_generate(keyContext, &key) == 1)
        defer { EVP_PKEY_free(key) }
        let certificate = try #require(X509_new())
        defer { X509_free(certificate) }
        try #require(X509_set_version(certificate, 12) == 1)
        try #require(X509_gmtime_adj(X509_getm_notBefore(certificate), -3_600) != nil)
        try #require(X509_gmtime_adj(X509_getm_notAfter(certificate), 10 * 365 * 86_400) != nil)
        try #require(X509_set_pubkey(certificate, key) == 1)
        try #require(X509_sign(certificate, key, EVP_sha1()) > 0)
        try #require(SSL_CTX_use_certificate(handle, certificate) == 1)
        try #require(SSL_CTX_use_PrivateKey(handle, key) == 1)
    }
}
