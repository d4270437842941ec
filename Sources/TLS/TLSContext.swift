internal import COpenSSL

/// What all TLS sessions of one side have in common; the one owner of an `SSL_CTX*`.
///
/// TLS 1.2 only: the two Finished messages that the peer protocol signs are those of TLS 1.2. Certificates are not
/// verified, because identity comes from the session signature. Nothing outlives a connection: no session cache, no
/// tickets. Renegotiation is refused, because it would replace the signed Finished messages.
/// Source: skywelld reference §2.
package struct TLSContext: ~Copyable {
    package enum Role: Sendable {
        /// The end that dialled.
        case client
        /// The end that accepted.
        case server
    }

    /// What we offer when we dial.
    ///
    /// Ephemeral keys first, then the static RSA that the stock server needs: it cannot do ECDHE. DHE is left out
    /// because the stock server would answer with a 1024-bit group, which OpenSSL refuses unless the security level is
    /// lowered for everything. Source: skywelld reference §2.2.
    static let dialledCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:kRSA+AESGCM:kRSA+AES:!AESCCM"
    /// What we agree to when we accept: every stock dialler offers ECDHE. Source: skywelld reference §2.2.
    static let acceptedCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:!AESCCM"

    package let role: Role
    let handle: OpaquePointer

    /// A context for connections that we dial.
    package static func client() throws(TLSError) -> TLSContext {
        let handle = try Self.make(TLS_client_method(), from: HandshakeLibrary.context)
        let context = TLSContext(adopting: handle, role: .client)
        try context.restrict(to: Self.dialledCiphers)
        return context
    }

    /// A context for connections to servers that have to prove by their certificates that they are who we asked for.
    ///
    /// - Parameter authority: The certificate that vouches for them, as PEM text; `nil` for those that this machine trusts.
    package static func verifyingClient(authority: [UInt8]? = nil) throws(TLSError) -> TLSContext {
        let context = TLSContext(adopting: try Self.make(TLS_client_method()), role: .client)
        try context.restrict(to: Self.acceptedCiphers)
        SSL_CTX_set_verify(context.handle, SSL_VERIFY_PEER, nil)
        guard SSL_CTX_ctrl(context.handle, SSL_CTRL_SET_MAX_PROTO_VERSION, 0, nil) == 1 else {
            throw TLSError.draining("SSL_CTX_set_max_proto_version")
        }
        if let authority {
            try TLSIdentity.trust(authority, in: context)
        } else {
            guard SSL_CTX_set_default_verify_paths(context.handle) == 1 else {
                throw TLSError.draining("SSL_CTX_set_default_verify_paths")
            }
        }
        return context
    }

    /// A context for connections that we accept, with a key and a certificate of its own.
    ///
    /// Both are made here and live in memory only, as the stock server does it. The key is on P-256, which signs
    /// many times faster than RSA and which every stock dialler takes. Source: skywelld reference §2.2.
    ///
    /// - Parameter identity: What an operator wants presented instead.
    package static func server(_ identity: TLSIdentity? = nil) throws(TLSError) -> TLSContext {
        let handle = try Self.make(TLS_server_method(), from: HandshakeLibrary.context)
        let context = TLSContext(adopting: handle, role: .server)
        try context.restrict(to: Self.acceptedCiphers)
        if let identity {
            try identity.install(in: context)
            return context
        }
        let certificate = try SelfSignedCertificate.make()
        ERR_clear_error()
        guard SSL_CTX_use_certificate(context.handle, certificate.handle) == 1,
            SSL_CTX_use_PrivateKey(context.handle, certificate.key) == 1
        else { throw TLSError.draining("SSL_CTX_use_certificate") }
        return context
    }

    /// Takes ownership of a context that was made elsewhere.
    init(adopting handle: OpaquePointer, role: Role) {
        self.handle = handle
        self.role = role
    }

    deinit {
        SSL_CTX_free(self.handle)
    }

    /// - Parameter library: `nil` for the usual one.
    private static func make(
        _ method: OpaquePointer?,
        from library: OpaquePointer? = nil
    ) throws(TLSError) -> OpaquePointer {
        ERR_clear_error()
        guard let handle = SSL_CTX_new_ex(library, nil, method) else { throw TLSError.draining("SSL_CTX_new") }
        return handle
    }

    private borrowing func restrict(to ciphers: String) throws(TLSError) {
        ERR_clear_error()
        guard SSL_CTX_ctrl(self.handle, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil) == 1,
            SSL_CTX_ctrl(self.handle, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(TLS1_2_VERSION), nil) == 1,
            SSL_CTX_set_cipher_list(self.handle, ciphers) == 1
        else { throw TLSError.draining("SSL_CTX_set_cipher_list") }
        SSL_CTX_set_verify(self.handle, SSL_VERIFY_NONE, nil)
        SSL_CTX_ctrl(self.handle, SSL_CTRL_SET_SESS_CACHE_MODE, SSL_SESS_CACHE_OFF, nil)
        SSL_CTX_set_options(
            self.handle,
            SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE
        )
    }
}
