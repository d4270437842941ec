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

    /// What a peer port passes on to the machine, a text for each head, or serves itself.
    private static func firstRequest() -> Reading<String> {
        Reading { reading in
            let first = FirstRequestHandler { [unowned reading] in
                HTTPHandler(.standard) { [unowned reading] request in
                    switch request {
                    case .success(let request): reading.elements.append("command \(request.head.method)")
                    case .failure(let error): reading.failure = error
                    }
                    return HTTPReply(
                        .ok,
                        "\r\n",
                        keepsAlive: true,
                        stamp: HTTPReply.Stamp(networkTime: 0, software: "")
                    )
                }
            }
            var heads = HTTPHeadReader<HTTPRequestHead>()
            let machine = Sink<[UInt8]> { [unowned reading] bytes in
                var rest = bytes[...]
                do {
                    while let head = try heads.read(&rest) {
                        heads = HTTPHeadReader()
                        reading.elements.append("machine \(head.target)")
                    }
                } catch {
                    reading.failure = error
                }
            }
            let plain = PlainBytesHandler(closeTimeout: .seconds(2))
            try reading.channel.pipeline.syncOperations.addHandlers([plain, first, machine])
        }
    }

    @Test("the first request on a peer port comes whole to who it is for")
    func firstRequests() {
        let verifier = DecoderVerifier<Reading<String>, String>(Self.firstRequest, read: { try $0.read(&$1) })
        let crawl = DecoderVerifier<Reading<String>, String>.Sample(
            Array("GET /crawl HTTP/1.1\r\n\r\n".utf8),
            ["machine /crawl"]
        )
        #expect(verifier.complaints([crawl], refusing: [Array("GET /\u{1} HTTP/1.1\r\n\r\n".utf8)]).isEmpty)
        let peer = DecoderVerifier<Reading<String>, String>.Sample(
            Array("GET / HTTP/1.1\r\nUpgrade: RTXP/1.2\r\nConnection: Upgrade\r\n\r\n".utf8),
            ["machine /"]
        )
        #expect(verifier.complaints([peer]).isEmpty)
        let command = DecoderVerifier<Reading<String>, String>.Sample(
            Array("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody".utf8),
            ["command POST"]
        )
        #expect(verifier.complaints([command]).isEmpty)
    }

    /// What a socket that was opened, in one piece or byte by byte, is told, a text for each message.
    private static func webSocket(opening: [ArraySlice<UInt8>]) -> Reading<String> {
        let reading = Reading<String> { reading in
            let service = WebSocketHandler.Service(
                open: { [unowned reading] head in
                    if case .success(let head) = head { reading.elements.append("opens \(head.target)") }
                    return .open([])
                },
                answer: { [unowned reading] message in
                    reading.elements.append(String(decoding: message, as: UTF8.self))
                    return []
                }
            )
            let plain = PlainBytesHandler(closeTimeout: .seconds(2))
            try reading.channel.pipeline.syncOperations.addHandlers([plain, WebSocketHandler(.standard, service)])
        }
        for piece in opening {
            var piece = piece
            guard let opened = try? reading.read(&piece) else { return reading }
            if !opened.isEmpty, opened != ["opens /"] { reading.failure = HTTPError.malformedStartLine }
        }
        return reading
    }

    @Test(
        "messages on a WebSocket are the same, however they are split, and so is its opening",
        arguments: [1, 5, 1_000]
    )
    func webSockets(length: Int) {
        let opening = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        let pieces = stride(from: 0, to: opening.count, by: length).map {
            opening[$0..<min($0 + length, opening.count)]
        }
        let verifier = DecoderVerifier<Reading<String>, String>(
            { Self.webSocket(opening: pieces) },
            read: { try $0.read(&$1) }
        )
        func frame(_ first: UInt8, _ text: String) -> [UInt8] {
            let mask: [UInt8] = [9, 8, 7, 6]
            return [first, 0x80 | UInt8(text.utf8.count)] + mask
                + text.utf8.enumerated().map { $1 ^ mask[$0 % 4] }
        }
        let complaints = verifier.complaints([
            .init(frame(0x81, "ping"), ["ping"]),
            // In two fragments, with a ping between them.
            .init(frame(0x01, "serv") + frame(0x89, "") + frame(0x80, "er_info"), ["server_info"]),
        ])
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
