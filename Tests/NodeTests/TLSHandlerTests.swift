import NIOCore
import NIOEmbedded
import TLS
import Testing

@testable import Node

@Suite("TLS handler")
struct TLSHandlerTests {
    /// A channel that accepted, and the session of the one who dialled it.
    private final class Fixture {
        let channel = EmbeddedChannel()
        var client: TLSSession
        let events = Events()

        init() throws {
            let dialling = try TLSContext.client()
            let accepting = try TLSContext.server()
            self.client = try TLSSession(dialling)
            let handler = try TLSHandler(accepting, closeTimeout: .seconds(2))
            try self.channel.pipeline.syncOperations.addHandlers([handler, self.events])
            self.channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
        }

        deinit {
            // Politely, which nobody answers, and then at once.
            self.channel.close(promise: nil)
            self.channel.close(promise: nil)
            _ = try? self.channel.finish(acceptAlreadyClosed: true)
        }

        /// Carries bytes to and fro until the handshake is done.
        func handshake() throws {
            for _ in 0..<4 {
                _ = try self.client.handshake()
                try self.deliver(self.client.takeOutput())
                try self.collect()
            }
            try #require(self.events.secured.count == 1)
        }

        func deliver(_ bytes: [UInt8]) throws {
            if !bytes.isEmpty { try self.channel.writeInbound(ByteBuffer(bytes: bytes)) }
        }

        func say(_ bytes: [UInt8]) throws {
            try self.client.write(bytes.span.bytes)
        }

        /// Hands what the channel wrote to the client.
        func collect() throws {
            while let buffer = try self.channel.readOutbound(as: ByteBuffer.self) {
                try self.client.receive(buffer.readableBytesSpan)
            }
        }

        func read() throws -> TLSSession.ReadResult {
            try self.client.read(maximum: 16_384)
        }
    }

    private final class Events: ChannelInboundHandler {
        typealias InboundIn = [UInt8]

        var secured: [TLSHandler.Secured] = []
        var received: [[UInt8]] = []
        var errors: [any Error] = []

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? TLSHandler.Secured { self.secured.append(event) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.received.append(self.unwrapInboundIn(data))
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            self.errors.append(error)
        }
    }

    @Test("tells once that it is secured, with the Finished messages, and then what comes")
    func secures() throws {
        let fixture = try Fixture()
        try fixture.handshake()
        let client = fixture.client.finishedMessages
        let server = fixture.events.secured.first?.finishedMessages
        #expect(server?.local == client?.peer && server?.peer == client?.local && client != nil)
        try fixture.say([1, 2, 3])
        try fixture.deliver(fixture.client.takeOutput())
        #expect(fixture.events.received == [[1, 2, 3]])
    }

    @Test(
        "however bytes are split on their way, what comes out of them is the same",
        arguments: [1, 2, 3, 7, 64, 1_000]
    )
    func split(length: Int) throws {
        let fixture = try Fixture()
        func deliver(_ bytes: [UInt8]) throws {
            for start in stride(from: 0, to: bytes.count, by: length) {
                try fixture.deliver(Array(bytes[start..<min(start + length, bytes.count)]))
            }
        }
        for _ in 0..<4 {
            _ = try fixture.client.handshake()
            try deliver(fixture.client.takeOutput())
            try fixture.collect()
        }
        #expect(fixture.events.secured.count == 1)
        let long = (0..<20_000).map { UInt8(truncatingIfNeeded: $0) }
        for message in [[1, 2, 3], [4], long] { try fixture.say(message) }
        let sent = fixture.client.takeOutput()
        try deliver(Array(sent.dropLast()))
        // Two records of the long message at most 16,384 bytes each: the second one is not complete.
        #expect(fixture.events.received.map(\.count) == [3, 1, 16_384])
        try deliver(Array(sent.suffix(1)))
        #expect(fixture.events.received.flatMap(\.self) == [1, 2, 3, 4] + long)
        #expect(fixture.events.errors.isEmpty)
    }

    @Test("bytes that come with the last flight are not lost")
    func earlyBytes() throws {
        let fixture = try Fixture()
        _ = try fixture.client.handshake()
        try fixture.deliver(fixture.client.takeOutput())
        try fixture.collect()
        _ = try fixture.client.handshake()
        let flight = fixture.client.takeOutput()
        for byte in flight { try fixture.deliver([byte]) }
        try fixture.collect()
        #expect(try fixture.client.handshake() == .done)
        try fixture.say([1])
        try fixture.say([2])
        try fixture.deliver(fixture.client.takeOutput())
        #expect(fixture.events.received == [[1], [2]])
    }

    @Test("each write is one record")
    func writes() throws {
        let fixture = try Fixture()
        try fixture.handshake()
        fixture.channel.write([1, 2] as [UInt8], promise: nil)
        fixture.channel.writeAndFlush([3] as [UInt8], promise: nil)
        try fixture.collect()
        #expect(try fixture.read() == .bytes([1, 2]))
        #expect(try fixture.read() == .bytes([3]))
    }

    @Test("garbage is an error for those further on, and an alert for the other end")
    func garbage() throws {
        let fixture = try Fixture()
        try fixture.deliver([UInt8]("GET / HTTP/1.1\r\n\r\n".utf8))
        #expect(fixture.events.errors.count == 1)
        #expect(fixture.events.errors.first is TLSError)
        #expect(fixture.events.secured.isEmpty)
    }

    @Test("a write before the handshake fails")
    func earlyWrite() throws {
        let fixture = try Fixture()
        #expect(throws: TLSError.self) { try fixture.channel.writeAndFlush([1] as [UInt8]).wait() }
    }

    @Test("closing says goodbye, and nothing is taken or written after it")
    func closes() throws {
        let fixture = try Fixture()
        try fixture.handshake()
        fixture.channel.writeAndFlush([7] as [UInt8], promise: nil)
        fixture.channel.close(promise: nil)
        #expect(throws: (any Error).self) { try fixture.channel.writeAndFlush([8] as [UInt8]).wait() }
        try fixture.collect()
        #expect(try fixture.read() == .bytes([7]))
        #expect(try fixture.read() == .closed)
    }

    @Test("the other end's goodbye closes the channel")
    func closedByPeer() throws {
        let fixture = try Fixture()
        try fixture.handshake()
        fixture.client.shutdown()
        try fixture.deliver(fixture.client.takeOutput())
        try fixture.collect()
        #expect(try fixture.read() == .closed)
        #expect(!fixture.channel.isActive)
    }
}
