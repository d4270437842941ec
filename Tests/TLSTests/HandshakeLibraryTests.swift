import COpenSSL
import Testing

@testable import TLS

@Suite("What handshakes are computed with")
struct HandshakeLibraryTests {
    @Test(
        "our client takes a server whose certificate has any kind of key that TLS 1.2 can sign with",
        arguments: [("EC", "P-256"), ("EC", "P-384"), ("RSA", nil), ("RSA-PSS", nil), ("ED25519", nil), ("ED448", nil)]
    )
    func certificates(algorithm: String, group: String?) throws {
        let pair = try TLSPair(server: Self.server(algorithm, group: group))
        try pair.handshake()
        #expect(try pair.say([1, 2, 3]) == .bytes([1, 2, 3]))
        #expect(pair.clientFinished?.local == pair.serverFinished?.peer)
    }

    @Test("the library is the one with few readers, and they are those of public keys in certificates")
    func readers() throws {
        let context = try #require(HandshakeLibrary.context)
        #expect(try Self.readers(context).sorted() == ["DER", "EC", "ED25519", "ED448", "RSA", "RSA-PSS"])
        #expect(try Self.readers(nil).count > 20)
    }

    enum Point: CaseIterable {
        case offTheCurve
        case atInfinity
    }

    @Test("a dialler whose point is not of the group is refused", arguments: Point.allCases)
    func points(point: Point) throws {
        let client = try TLSContext.client()
        let isSet = "P-256".withCString {
            SSL_CTX_ctrl(client.handle, SSL_CTRL_SET_GROUPS_LIST, 0, UnsafeMutableRawPointer(mutating: $0)) == 1
        }
        try #require(isSet)
        let pair = try TLSPair(client: client)
        _ = try pair.client.handshake()
        try pair.carryToServer()
        _ = try pair.server.handshake()
        try pair.carryToClient()
        _ = try pair.client.handshake()
        var flight = pair.client.takeOutput()
        // One record with one message (RFC 8422 §5.7): its length, and the point without compression.
        let start: [UInt8] = [0x16, 3, 3, 0, 70, 0x10, 0, 0, 66, 65, 4]
        try #require(flight.starts(with: start))
        switch point {
        case .offTheCurve: flight[start.count + 63] ^= 1
        case .atInfinity: flight.replaceSubrange(..<75, with: [0x16, 3, 3, 0, 6, 0x10, 0, 0, 2, 1, 0])
        }
        try pair.server.receive(flight)
        let error = #expect(throws: TLSError.self) { try pair.server.handshake() }
        let reason = point == .offTheCurve ? "point is not on curve" : "point at infinity"
        #expect(error?.reasons.contains(reason) == true, "\(error?.description ?? "")")
    }

    /// A curve with a cofactor shows the difference; no handshake uses one unless OpenSSL is told to.
    @Test("that a point is on its curve is checked, its order only by the usual library")
    func order() throws {
        var offTheCurve = Self.pointOfOrderTwo
        offTheCurve[60] = 3
        let library = try #require(HandshakeLibrary.context)
        #expect(try Self.isGood(Self.pointOfOrderTwo, in: library))
        #expect(try !Self.isGood(Self.pointOfOrderTwo, in: nil))
        #expect(try !Self.isGood(offTheCurve, in: library))
        #expect(try !Self.isGood(offTheCurve, in: nil))
    }

    /// Of the curve y² + xy = x³ + 1 (sect233k1, whose cofactor is 4): x = 0 and y = 1, without compression.
    private static let pointOfOrderTwo: [UInt8] = [4] + [UInt8](repeating: 0, count: 59) + [1]

    /// A parameter keeps the pointer to its name.
    private static func name(_ text: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private static func isGood(_ point: [UInt8], in library: OpaquePointer?) throws -> Bool {
        let context = try #require(EVP_PKEY_CTX_new_from_name(library, "EC", nil))
        defer { EVP_PKEY_CTX_free(context) }
        try #require(EVP_PKEY_fromdata_init(context) == 1)
        var key: OpaquePointer?
        var (group, point) = (Array("sect233k1".utf8CString), point)
        let isMade = group.withUnsafeMutableBufferPointer { group in
            point.withUnsafeMutableBytes { point in
                var parameters = [
                    OSSL_PARAM_construct_utf8_string(Self.name("group"), group.baseAddress, 0),
                    OSSL_PARAM_construct_octet_string(Self.name("pub"), point.baseAddress, point.count),
                    OSSL_PARAM_construct_end(),
                ]
                let selection = OSSL_KEYMGMT_SELECT_ALL_PARAMETERS | OSSL_KEYMGMT_SELECT_PUBLIC_KEY
                return EVP_PKEY_fromdata(context, &key, selection, &parameters) == 1
            }
        }
        defer { EVP_PKEY_free(key) }
        guard isMade else { return false }
        let check = try #require(EVP_PKEY_CTX_new_from_pkey(library, key, nil))
        defer { EVP_PKEY_CTX_free(check) }
        return EVP_PKEY_public_check(check) == 1
    }

    /// The names of what reads keys in a library.
    private static func readers(_ library: OpaquePointer?) throws -> [String] {
        final class Names {
            var names: [String] = []
        }
        let found = Names()
        OSSL_DECODER_do_all_provided(
            library,
            { reader, names in
                guard let names, let name = OSSL_DECODER_get0_name(reader) else { return }
                Unmanaged<Names>.fromOpaque(names).takeUnretainedValue().names.append(String(cString: name))
            },
            Unmanaged.passUnretained(found).toOpaque()
        )
        return found.names
    }

    private static func server(_ algorithm: String, group: String?) throws -> TLSContext {
        let key = try Self.key(algorithm, group: group)
        defer { EVP_PKEY_free(key) }
        let certificate = try #require(X509_new())
        defer { X509_free(certificate) }
        try #require(X509_set_version(certificate, 2) == 1)
        try #require(X509_gmtime_adj(X509_getm_notBefore(certificate), -3_600) != nil)
        try #require(X509_gmtime_adj(X509_getm_notAfter(certificate), 86_400) != nil)
        try #require(X509_set_pubkey(certificate, key) == 1)
        try #require(X509_sign(certificate, key, algorithm.hasPrefix("ED") ? nil : EVP_sha256()) > 0)
        let handle = try #require(SSL_CTX_new(TLS_server_method()))
        let context = TLSContext(adopting: handle, role: .server)
        try #require(SSL_CTX_use_certificate(handle, certificate) == 1)
        try #require(SSL_CTX_use_PrivateKey(handle, key) == 1)
        return context
    }

    private static func key(_ algorithm: String, group: String?) throws -> OpaquePointer {
        let context = try #require(EVP_PKEY_CTX_new_from_name(nil, algorithm, nil))
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        try #require(EVP_PKEY_keygen_init(context) == 1)
        if let group { try #require(EVP_PKEY_CTX_set_group_name(context, group) == 1) }
        try #require(EVP_PKEY_generate(context, &key) == 1)
        return try #require(key)
    }
}
