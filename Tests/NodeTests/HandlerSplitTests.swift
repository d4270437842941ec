import NIOCore
import NIOEmbedded
import PeerProtocol
import TestSupport
import Testing

@testable import Node

@Suite("Handlers, however bytes are split")
struct HandlerSplitTests {
    /// A channel of its own for each reading, closed with it.
    private final class Reading<Element: Equatable> {
        let channel = EmbeddedChannel()
        var elements: [Element] = []
        var failure: (any Error)?

        init(_ equip: (Reading) throws -> Void) {
            do {
                try equip(self)
                try self.channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            } catch {
                self.failure = error
            }
        }

        deinit {
            self.channel.close(promise: nil)
            self.channel.close(promise: nil)
            _ = try? self.channel.finish(acceptAlreadyClosed: true)
        }

        /// What a piece of the stream completes.
        func read(_ bytes: inout ArraySlice<UInt8>) throws -> [Element] {
            let piece = ByteBuffer(bytes: bytes)
            bytes = []
            self.elements = []
            try self.channel.writeInbound(piece)
            if let failure { throw failure }
            return self.elements
        }
    }

    /// The last one of a channel: takes what comes apart into elements.
    private final class Sink<Taken: Sendable>: ChannelInboundHandler {
        typealias InboundIn = Taken

        let take: (Taken) -> Void

        init(_ take: @escaping (Taken) -> Void) {
            self.take = take
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.take(self.unwrapInboundIn(data))
        }
    }

    @Test("a port that serves requests reads the same requests, one after the other, and refuses the same noise")
    func requests() throws {
        typealias Verifier = DecoderVerifier<Reading<String>, String>
        let stamp = HTTPReply.Stamp(networkTime: 0, software: "test")
        let verifier = Verifier(
            {
                Reading { reading in
                    let handler = HTTPHandler(.standard) { [unowned reading] request in
                        switch request {
                        case .success(let request):
                            let body = String(decoding: request.body, as: UTF8.self)
                            reading.elements.append("\(request.head.method) \(request.head.target) \(body)")
                        case .failure(let error):
                            reading.failure = error
                        }
                        return HTTPReply(.ok, "\r\n", keepsAlive: reading.failure == nil, stamp: stamp)
                    }
                    let plain = PlainBytesHandler(closeTimeout: .seconds(2))
                    try reading.channel.pipeline.syncOperations.addHandlers([plain, handler])
                }
            },
            read: { try $0.read(&$1) }
        )
        let complaints = verifier.complaints(
            [
                .init(Array("GET /metrics HTTP/1.1\r\n\r\n".utf8), ["GET /metrics "]),
                .init(Array("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody".utf8), ["POST / body"]),
            ],
            refusing: [Array("GET /\u{1} HTTP/1.1\r\n\r\n".utf8), Array("PUT / HTTP/1.1\r\nno colon\r\n\r\n".utf8)]
        )
        #expect(complaints.isEmpty, "\(complaints.prefix(3))")
    }

    @Test(
        "a port that takes both knows TLS by its first byte, and passes on all, the first byte too",
        arguments: [
            ([0x16, 3, 1, 0, 5, 0x16], true), (Array("GET / HTTP/1.1".utf8), false), ([0x80, 0x16, 1], false),
        ]
    )
    func firstByte(bytes: [UInt8], isTLS: Bool) {
        let verifier = DecoderVerifier<Reading<String>, String>(
            {
                Reading { reading in
                    let detector = FirstByteHandler(timeout: .seconds(15)) { [unowned reading] isTLS in
                        let sink = Sink<ByteBuffer> { [unowned reading] buffer in
                            reading.elements += buffer.readableBytesView.map { "\(isTLS) \($0)" }
                        }
                        try reading.channel.pipeline.syncOperations.addHandler(sink)
                    }
                    try reading.channel.pipeline.syncOperations.addHandler(detector)
                }
            },
            read: { try $0.read(&$1) }
        )
        let complaints = verifier.complaints([.init(bytes, bytes.map { "\(isTLS) \($0)" })])
        #expect(complaints.isEmpty, "\(complaints.prefix(3))")
    }

    @Test("a connection without TLS passes every byte on, in order")
    func plainBytes() {
        let verifier = DecoderVerifier<Reading<UInt8>, UInt8>(
            {
                Reading { reading in
                    let sink = Sink<[UInt8]> { [unowned reading] in reading.elements += $0 }
                    let plain = PlainBytesHandler(closeTimeout: .seconds(2))
                    try reading.channel.pipeline.syncOperations.addHandlers([plain, sink])
                }
            },
            read: { try $0.read(&$1) }
        )
        let complaints = verifier.complaints([.init(Array(0...40), Array(0...40)), .init([7], [7])])
        #expect(complaints.isEmpty, "\(complaints.prefix(3))")
    }
}
