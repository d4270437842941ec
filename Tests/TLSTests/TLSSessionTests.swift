import COpenSSL
import Testing

@testable import TLS

@Suite("TLS session")
struct TLSSessionTests {
    @Test("two of our own ends agree, and see the same Finished messages mirrored")
    func handshakes() throws {
        let pair = try TLSPair()
        try pair.handshake()
        let client = try #require(pair.clientFinished)
        let server = try #require(pair.serverFinished)
        #expect(client == FinishedMessages(local: server.peer, peer: server.local))
        #expect(client.local != client.peer)
        #expect(client.local.count == 12 && client.peer.count == 12)
        #expect(pair.clientCipher?.hasPrefix("ECDHE-ECDSA-AES") == true)
    }

    @Test("each session has Finished messages of its own")
    func finishedMessagesDiffer() throws {
        let client = try TLSContext.client()
        let server = try TLSContext.server()
        let first = try TLSPair(client: client, server: server)
        let second = try TLSPair(client: client, server: server)
        try first.handshake()
        try second.handshake()
        #expect(first.clientFinished != second.clientFinished)
    }

    @Test("there are no Finished messages before the handshake is done, and nothing can be written")
    func nothingBeforeHandshake() throws {
        let pair = try TLSPair()
        #expect(try pair.client.handshake() == .needsInput)
        #expect(pair.clientFinished == nil)
        #expect(pair.clientCipher == nil)
        #expect(throws: TLSError(operation: "SSL_write", reasons: ["handshake not finished"])) {
            try pair.client.write([1])
        }
    }

    @Test("the handshake works byte by byte")
    func dripFed() throws {
        let pair = try TLSPair()
        for _ in 0..<4 {
            _ = try pair.client.handshake()
            for byte in pair.client.takeOutput() {
                try pair.server.receive([byte])
                _ = try pair.server.handshake()
            }
            for byte in pair.server.takeOutput() {
                try pair.client.receive([byte])
                _ = try pair.client.handshake()
            }
        }
        #expect(pair.clientFinished != nil && pair.serverFinished != nil)
    }

    @Test("bytes arrive as they were written, in both directions")
    func carriesBytes() throws {
        let pair = try TLSPair()
        try pair.handshake()
        #expect(try pair.say([1, 2, 3]) == .bytes([1, 2, 3]))
        #expect(try pair.server.read(maximum: 16) == .needsInput)
        try pair.server.write([9])
        try pair.carryToClient()
        #expect(try pair.client.read(maximum: 16) == .bytes([9]))
    }

    @Test("reading returns at most what was asked for, and the rest with the next call")
    func readsInPieces() throws {
        let pair = try TLSPair()
        try pair.handshake()
        try pair.client.write([1, 2, 3, 4, 5])
        try pair.carryToServer()
        #expect(try pair.server.read(maximum: 3) == .bytes([1, 2, 3]))
        #expect(try pair.server.read(maximum: 3) == .bytes([4, 5]))
        #expect(try pair.server.read(maximum: 3) == .needsInput)
    }

    @Test(
        "one write is one record up to 16 KiB, and the fewest records above",
        arguments: [(1, 1), (100, 1), (16_384, 1), (16_385, 2), (40_000, 3)]
    )
    func oneWriteIsOneRecord(size: Int, records: Int) throws {
        let pair = try TLSPair()
        try pair.handshake()
        try pair.client.write([UInt8](repeating: 7, count: size))
        #expect(recordTypes(pair.client.takeOutput()) == [UInt8](repeating: 23, count: records))
    }

    @Test("two writes are two records, and no bytes are no record")
    func writesStayApart() throws {
        let pair = try TLSPair()
        try pair.handshake()
        try pair.client.write([1])
        try pair.client.write([UInt8]())
        try pair.client.write([2])
        try pair.carryToServer()
        #expect(try pair.server.read(maximum: 16) == .bytes([1]))
        #expect(try pair.server.read(maximum: 16) == .bytes([2]))
    }

    @Test("a polite end is seen as closed, after everything that was said before it")
    func closes() throws {
        let pair = try TLSPair()
        try pair.handshake()
        try pair.client.write([1])
        pair.client.shutdown()
        try pair.carryToServer()
        #expect(try pair.server.read(maximum: 16) == .bytes([1]))
        #expect(try pair.server.read(maximum: 16) == .closed)
        #expect(try pair.server.read(maximum: 16) == .closed)
    }

    @Test("before the handshake there is no end to announce")
    func silentShutdown() throws {
        let pair = try TLSPair()
        pair.server.shutdown()
        #expect(pair.server.takeOutput().isEmpty)
    }

    @Test("a stream cut anywhere inside a record waits for the rest", arguments: [1, 4, 5, 6, 20])
    func truncated(kept: Int) throws {
        let pair = try TLSPair()
        try pair.handshake()
        try pair.client.write([1, 2, 3])
        let record = pair.client.takeOutput()
        try pair.server.receive([UInt8](record.prefix(kept)))
        #expect(try pair.server.read(maximum: 16) == .needsInput)
        try pair.server.receive([UInt8](record.dropFirst(kept)))
        #expect(try pair.server.read(maximum: 16) == .bytes([1, 2, 3]))
    }

    @Test("a changed byte is an error with an alert, and then nothing more is said")
    func corrupted() throws {
        let pair = try TLSPair()
        try pair.handshake()
        try pair.client.write([1, 2, 3])
        var record = pair.client.takeOutput()
        record[record.count - 1] ^= 1
        try pair.server.receive(record)
        let error = #expect(throws: TLSError.self) { try pair.server.read(maximum: 16) }
        #expect(error?.operation == "SSL_read")
        #expect(error?.reasons.isEmpty == false)
        #expect(recordTypes(pair.server.takeOutput()) == [21])
        pair.server.shutdown()
        #expect(pair.server.takeOutput().isEmpty)
    }

    @Test("what nobody reads is bounded")
    func boundedInput() throws {
        let pair = try TLSPair()
        let chunk = [UInt8](repeating: 0, count: TLSSession.pendingInputMaximum)
        try pair.server.receive(chunk)
        let error = #expect(throws: TLSError.self) { try pair.server.receive([0]) }
        #expect(error?.description == "BIO_write: more than \(TLSSession.pendingInputMaximum) bytes unread")
    }

    @Test("renegotiation is refused with an alert, and ends the session")
    func refusesRenegotiation() throws {
        let pair = try TLSPair(client: try CraftedContext.stockDialler())
        try pair.handshake()
        let before = pair.serverFinished
        #expect(SSL_renegotiate(pair.client.ssl) == 1)
        _ = try pair.client.handshake()
        try pair.carryToServer()
        #expect(throws: TLSError(operation: "SSL_read", reasons: ["renegotiation refused"])) {
            try pair.server.read(maximum: 16)
        }
        #expect(recordTypes(pair.server.takeOutput()) == [21])
        #expect(pair.serverFinished == before)
    }

    @Test("renegotiation is refused on the dialling side as well")
    func refusesRenegotiationAsClient() throws {
        let server = try CraftedContext.server(versions: TLS1_2_VERSION...TLS1_2_VERSION)
        let pair = try TLSPair(server: server)
        try pair.handshake()
        #expect(SSL_renegotiate(pair.server.ssl) == 1)
        _ = try? pair.server.handshake()
        try pair.carryToClient()
        #expect(throws: TLSError(operation: "SSL_read", reasons: ["renegotiation refused"])) {
            try pair.client.read(maximum: 16)
        }
        #expect(recordTypes(pair.client.takeOutput()) == [21])
    }
}
