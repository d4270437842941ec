import TestSupport
import Testing

@testable import PeerProtocol

@Suite("WebSockets")
struct WebSocketTests {
    private static let key = "dGhlIHNhbXBsZSBub25jZQ=="

    /// A frame as a client sends it.
    private static func frame(_ first: UInt8, _ payload: [UInt8], mask: [UInt8] = [1, 2, 3, 4]) -> [UInt8] {
        let length: [UInt8]
        switch payload.count {
        case ..<126: length = [0x80 | UInt8(payload.count)]
        case ..<65_536: length = [0xFE, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: length = [0xFF] + BigEndian.bytes(UInt64(payload.count))
        }
        return [first] + length + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    private static func read(
        _ bytes: [UInt8],
        piece: Int = .max,
        limit: Int = 1_000
    ) throws -> [WebSocketReader.Element] {
        var reader = WebSocketReader(limit: limit)
        var elements: [WebSocketReader.Element] = []
        var index = 0
        while index < bytes.count {
            let end = min(bytes.count, piece == .max ? bytes.count : index + piece)
            var part = bytes[index..<end]
            index = end
            while !part.isEmpty { if let element = try reader.read(&part) { elements.append(element) } }
            #expect(reader.bufferedCount <= limit + 125)
        }
        return elements
    }

    private static func head(_ fields: KeyValuePairs<String, String>, method: String = "GET") -> HTTPRequestHead {
        HTTPRequestHead(method: method, target: "/", fields: HTTPFields(fields))
    }

    @Test("the answer to a key is that of the standard")
    func accept() {
        #expect(WebSocketHandshake.accept(Self.key) == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test("a request that is complete opens a socket")
    func opens() throws {
        let head = Self.head([
            "Host": "x", "Upgrade": "WebSocket", "Connection": "keep-alive, Upgrade", "Sec-WebSocket-Key": Self.key,
            "Sec-WebSocket-Version": "13",
        ])
        let answer = try #require(WebSocketHandshake.answer(to: head))
        #expect(
            String(decoding: answer, as: UTF8.self).hasPrefix(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            )
        )
    }

    @Test("one that is not does not", arguments: 0..<5)
    func doesNotOpen(missing: Int) {
        let all = [
            ("Host", "x"), ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Key", Self.key),
            ("Sec-WebSocket-Version", "13"),
        ]
        var fields = HTTPFields()
        for (index, field) in all.enumerated() where index != missing { fields.append(field.0, field.1) }
        #expect(WebSocketHandshake.answer(to: HTTPRequestHead(method: "GET", target: "/", fields: fields)) == nil)
    }

    @Test(
        "messages are read in any split, whole or in frames, with control frames between",
        arguments: [1, 2, 3, 7, Int.max]
    )
    func reads(piece: Int) throws {
        let long = [UInt8](repeating: 7, count: 300)
        let bytes =
            Self.frame(0x81, Array("one".utf8)) + Self.frame(0x01, Array("t".utf8)) + Self.frame(0x89, [9])
            + Self.frame(0x00, Array("w".utf8)) + Self.frame(0x8A, []) + Self.frame(0x80, Array("o".utf8))
            + Self.frame(0x81, long) + Self.frame(0x81, []) + Self.frame(0x88, [3, 232])
        #expect(
            try Self.read(bytes, piece: piece) == [
                .text(Array("one".utf8)), .ping([9]), .pong, .text(Array("two".utf8)), .text(long), .text([]), .close,
            ]
        )
    }

    @Test(
        "what breaks the rules is refused by its header",
        arguments: [
            ([0x81, 0x00], WebSocketError.protocolError), ([0xC1, 0x80], .protocolError),
            ([0x83, 0x80], .protocolError),
            ([0x80, 0x80], .protocolError), ([0x09, 0x80], .protocolError), ([0x82, 0x80], .unsupportedData),
            ([0x88, 0xFE, 0, 126], .protocolError), ([0x81, 0xFE, 0x03, 0xE9], .messageTooBig),
            ([0x81, 0xFF, 255, 255, 255, 255, 255, 255, 255, 255], .messageTooBig),
        ]
    )
    func refuses(header: [UInt8], error: WebSocketError) {
        #expect(throws: error) { try Self.read(header + [0, 0, 0, 0]) }
    }

    @Test("a message is not longer for coming in many frames")
    func fragments() {
        let part = Self.frame(0x00, [UInt8](repeating: 0, count: 100))
        let bytes = Self.frame(0x01, []) + (0..<11).flatMap { _ in part }
        #expect(throws: WebSocketError.messageTooBig) { try Self.read(bytes) }
        #expect(throws: WebSocketError.protocolError) { try Self.read(Self.frame(0x01, []) + Self.frame(0x81, [])) }
    }

    @Test("no bytes crash the reader", arguments: 0..<200 as Range<UInt64>)
    func noise(seed: UInt64) {
        var dice = Dice(seed: seed)
        let bytes = (0..<500).map { _ in UInt8.random(in: 0...255, using: &dice) }
        let whole = Result { try Self.read(bytes) }
        let pieces = Result { try Self.read(bytes, piece: 3) }
        switch (whole, pieces) {
        case (.success(let lhs), .success(let rhs)): #expect(lhs == rhs)
        case (.failure(let lhs), .failure(let rhs)): #expect(lhs as? WebSocketError == rhs as? WebSocketError)
        default: Issue.record("it depends on the split")
        }
    }

    @Test("frames of a server have the shortest length that fits", arguments: [0, 125, 126, 65_535, 65_536])
    func writes(count: Int) {
        let payload = [UInt8](repeating: 65, count: count)
        let bytes = WebSocketFrame.text(payload).bytes
        #expect(bytes[0] == 0x81 && bytes[1] & 0x80 == 0)
        #expect(bytes.count - count == (count < 126 ? 2 : count < 65_536 ? 4 : 10))
        #expect(WebSocketFrame.close(.messageTooBig).bytes == [0x88, 2, 0x03, 0xF1])
        #expect(WebSocketFrame.close(nil).bytes == [0x88, 2, 0x03, 0xE8])
    }
}
