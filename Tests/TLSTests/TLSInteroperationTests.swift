import COpenSSL
import Testing

@testable import TLS

@Suite("TLS with other ends")
struct TLSInteroperationTests {
    private static let anyVersion = TLS1_VERSION...TLS1_3_VERSION

    @Test("our client takes the stock server: version 12 certificate, SHA-1, static RSA only")
    func stockServer() throws {
        let versions = TLS1_VERSION...TLS1_2_VERSION
        let pair = try TLSPair(server: CraftedContext.server(versions: versions, ciphers: "kRSA+AESGCM:kRSA+AES"))
        try pair.handshake()
        #expect(pair.clientCipher == "AES256-GCM-SHA384")
        #expect(pair.clientFinished?.local == pair.serverFinished?.peer)
        #expect(try pair.say([1, 2]) == .bytes([1, 2]))
    }

    @Test("our client takes a server that only has static RSA with CBC")
    func staticRSAWithCBC() throws {
        let pair = try TLSPair(server: CraftedContext.server(versions: Self.anyVersion, ciphers: "AES128-SHA"))
        try pair.handshake()
        #expect(pair.clientCipher == "AES128-SHA")
    }

    @Test("our client prefers ephemeral keys, and keeps to TLS 1.2, with a newer server")
    func newerServer() throws {
        let pair = try TLSPair(server: CraftedContext.server(versions: Self.anyVersion))
        try pair.handshake()
        #expect(pair.clientCipher == "ECDHE-RSA-AES256-GCM-SHA384")
        #expect(pair.clientFinished?.local.count == 12)
    }

    @Test("our server takes the stock dialler of OpenSSL 1.0.2")
    func stockDialler() throws {
        let pair = try TLSPair(client: CraftedContext.stockDialler())
        try pair.handshake()
        #expect(pair.serverCipher == "ECDHE-ECDSA-AES256-GCM-SHA384")
        #expect(pair.clientFinished?.local == pair.serverFinished?.peer)
        #expect(try pair.say([3]) == .bytes([3]))
    }

    @Test("our client refuses a server without TLS 1.2", arguments: [TLS1_1_VERSION, TLS1_3_VERSION])
    func refusesServerVersion(version: Int32) throws {
        let pair = try TLSPair(server: CraftedContext.server(versions: version...version))
        let error = #expect(throws: TLSError.self) { try pair.handshake() }
        #expect(error?.operation == "SSL_do_handshake")
        #expect(pair.clientFinished == nil)
    }

    @Test("our server refuses a client without TLS 1.2, and says so", arguments: [TLS1_1_VERSION, TLS1_3_VERSION])
    func refusesClientVersion(version: Int32) throws {
        let pair = try TLSPair(client: CraftedContext.client(versions: version...version))
        let error = #expect(throws: TLSError.self) { try pair.handshake() }
        #expect(error?.reasons == ["unsupported protocol"])
        #expect(recordTypes(pair.server.takeOutput()) == [21])
    }

    @Test(
        "our client has nothing in common with a server that insists on DHE or anonymity",
        arguments: [
            "DHE-RSA-AES256-GCM-SHA384", "ADH-AES256-GCM-SHA384", "NULL-SHA256",
        ]
    )
    func refusesCiphers(ciphers: String) throws {
        let versions = TLS1_2_VERSION...TLS1_2_VERSION
        let pair = try TLSPair(server: CraftedContext.server(versions: versions, ciphers: ciphers))
        #expect(throws: TLSError.self) { try pair.handshake() }
        #expect(pair.clientFinished == nil)
    }

    @Test("a server that announces a version and then another is refused")
    func mixedVersions() throws {
        let pair = try TLSPair()
        _ = try pair.client.handshake()
        var hello = pair.client.takeOutput()
        hello[9] = 2  // client_version 3.2 after the record and handshake headers: TLS 1.1
        hello[10] = 2
        try pair.server.receive(hello)
        #expect(throws: TLSError.self) { try pair.server.handshake() }
    }

    @Test("garbage instead of a handshake is an error, not a crash", arguments: Garbage.all, [true, false])
    func garbage(garbage: Garbage, towardsServer: Bool) throws {
        let pair = try TLSPair()
        _ = try pair.client.handshake()
        let error = #expect(throws: TLSError.self) {
            if towardsServer {
                try pair.server.receive(garbage.bytes)
                _ = try pair.server.handshake()
            } else {
                try pair.client.receive(garbage.bytes)
                _ = try pair.client.handshake()
            }
        }
        #expect(error?.operation == "SSL_do_handshake")
    }

    @Test("an error of one session does not show up in another")
    func errorsStayApart() throws {
        let broken = try TLSPair()
        try broken.server.receive(Garbage.all[0].bytes)
        #expect(throws: TLSError.self) { try broken.server.handshake() }
        let pair = try TLSPair()
        try pair.handshake()
        #expect(try pair.server.read(maximum: 1) == .needsInput)
    }
}

/// What a stranger may send first.
struct Garbage: CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]

    static let all = [
        Garbage(testDescription: "plain HTTP", bytes: [UInt8]("GET /crawl HTTP/1.1\r\n\r\n".utf8)),
        Garbage(testDescription: "zeros", bytes: [UInt8](repeating: 0, count: 4_096)),
        Garbage(testDescription: "ones", bytes: [UInt8](repeating: 255, count: 4_096)),
        Garbage(
            testDescription: "a record longer than any",
            bytes: [22, 3, 1, 255, 255] + [UInt8](repeating: 1, count: 64)
        ),
        Garbage(testDescription: "application data", bytes: [23, 3, 3, 0, 5, 1, 2, 3, 4, 5]),
        Garbage(testDescription: "a fatal alert", bytes: [21, 3, 3, 0, 2, 2, 40]),
        Garbage(testDescription: "a hello of zero fields", bytes: [22, 3, 1, 0, 4, 1, 0, 0, 0]),
        Garbage(
            testDescription: "a Finished out of order",
            bytes: [22, 3, 3, 0, 16, 20, 0, 0, 12] + [UInt8](repeating: 1, count: 12)
        ),
    ]
}
