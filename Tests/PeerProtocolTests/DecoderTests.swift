import TestSupport
import Testing

@testable import PeerProtocol

/// Every reader of bytes that come in pieces, under the same verifier.
@Suite("Decoders")
struct DecoderTests {
    private static let headLimit = 300
    private static let bodyLimit = 200

    private static func text(_ lines: String...) -> [UInt8] {
        Array((lines.joined(separator: "\r\n")).utf8)
    }

    @Test("frames")
    func frames() {
        var limits = FrameLimits()
        limits.byType[.validation] = 200
        let verifier = DecoderVerifier(
            { FrameDecoder(limits: limits, wanted: [.ping, .validation]) },
            maximumHeld: 200,
            held: \.bufferedCount,
            read: { decoder, bytes in try decoder.read(&bytes).map { [$0] } ?? [] }
        )
        let ping = Ping(.ping, sequence: 3).frame
        let long = Frame(.validation, [UInt8](repeating: 7, count: 200))
        let empty = Frame(.ping, [])
        let samples: [DecoderVerifier<FrameDecoder, FrameDecoder.Element>.Sample] = [
            .init(ping.bytes, [.frame(ping)]), .init(long.bytes, [.frame(long)]), .init(empty.bytes, [.frame(empty)]),
            .init([0, 0, 1, 0, 0, 99] + [UInt8](repeating: 0, count: 256), [.skipped(rawType: 99, length: 256)]),
            .init(ping.bytes + empty.bytes, [.frame(ping), .frame(empty)]),
        ]
        let refused: [[UInt8]] = [
            [0, 0, 0, 0, 0, 0], [0x40, 0, 0, 0, 0, 41, 1], [0, 0, 0, 201, 0, 41], [255, 255, 255, 255, 0, 99],
        ]
        #expect(verifier.complaints(samples, refusing: refused) == [])
    }

    @Test("heads of requests and responses")
    func heads() throws {
        let requests = DecoderVerifier(
            { HTTPHeadReader<HTTPRequestHead>(limit: Self.headLimit) },
            maximumHeld: Self.headLimit,
            held: \.bufferedCount,
            readsOne: true,
            read: { reader, bytes in try reader.read(&bytes).map { [$0] } ?? [] }
        )
        let crawl = HTTPRequestHead(method: "GET", target: "/crawl", fields: HTTPFields())
        let upgrade = HTTPRequestHead(
            method: "GET",
            target: "/",
            fields: HTTPFields(["Upgrade": "RTXP/1.2", "Connect-As": "peer"])
        )
        let refused = [
            Self.text("GET / HTTP/1.1", "Bad\u{1}: x"), [0x16, 3, 1], [UInt8](repeating: 65, count: 301),
            Self.text("GET / HTTP/9.9", "", ""),
        ]
        #expect(
            requests.complaints(
                [.init(crawl.bytes, [crawl]), .init(upgrade.bytes, [upgrade])],
                refusing: refused
            ) == []
        )
        let responses = DecoderVerifier(
            { HTTPHeadReader<HTTPResponseHead>(limit: Self.headLimit) },
            maximumHeld: Self.headLimit,
            held: \.bufferedCount,
            readsOne: true,
            read: { reader, bytes in try reader.read(&bytes).map { [$0] } ?? [] }
        )
        let switching = HTTPResponseHead(
            status: 101,
            reason: "Switching Protocols",
            fields: HTTPFields(["Upgrade": "RTXP/1.2"])
        )
        let busy = HTTPResponseHead(status: 503, reason: "Service Unavailable", fields: HTTPFields())
        #expect(
            responses.complaints(
                [.init(switching.bytes, [switching]), .init(busy.bytes, [busy])],
                refusing: [Self.text("HTTP/1.1 abc", "", ""), [UInt8](repeating: 65, count: 301)]
            ) == []
        )
    }

    @Test("requests with their bodies, one after the other")
    func requests() {
        let verifier = DecoderVerifier(
            { HTTPRequestReader(headLimit: Self.headLimit, bodyLimit: Self.bodyLimit) },
            maximumHeld: Self.headLimit,
            held: \.bufferedCount,
            read: { reader, bytes in try reader.read(&bytes).map { [$0] } ?? [] }
        )
        let body = Array(#"{"method":"ping"}"#.utf8)
        let post = HTTPRequestHead(
            method: "POST",
            target: "/",
            fields: HTTPFields(["Content-Length": "\(body.count)"])
        )
        let get = HTTPRequestHead(method: "GET", target: "/metrics", fields: HTTPFields())
        #expect(
            verifier.complaints(
                [
                    .init(post.bytes + body, [.init(head: post, body: body)]), .init(get.bytes, [.init(head: get)]),
                ],
                refusing: [
                    Self.text("POST / HTTP/1.1", "Content-Length: 201", "", ""),
                    Self.text("POST / HTTP/1.1", "Content-Length: 1x", "", ""),
                    Self.text("POST / HTTP/1.1", "Transfer-Encoding: chunked", "", ""),
                ]
            ) == []
        )
    }

    @Test("a response with its body")
    func response() {
        let verifier = DecoderVerifier(
            { HTTPResponseReader(headLimit: Self.headLimit, bodyLimit: Self.bodyLimit) },
            readsOne: true,
            read: { reader, bytes in try reader.read(&bytes).map { [$0] } ?? [] }
        )
        let body = Array(#"{"peer-ips":[]}"#.utf8)
        let head = HTTPResponseHead(
            status: 503,
            reason: "Service Unavailable",
            fields: HTTPFields(["Content-Length": "\(body.count)"])
        )
        let bytes = head.bytes + body
        #expect(
            verifier.complaints(
                [.init(bytes, [.init(head: head, body: body)])],
                refusing: [Self.text("HTTP/1.1 200 OK", "Content-Length: 201", "", "")]
            ) == []
        )
    }

    @Test("messages of WebSockets")
    func webSocket() {
        let limit = 300
        let verifier = DecoderVerifier(
            { WebSocketReader(limit: limit) },
            maximumHeld: limit + 125,
            held: \.bufferedCount,
            read: { reader, bytes in try reader.read(&bytes).map { [$0] } ?? [] }
        )
        let text = [UInt8](repeating: 97, count: 200)
        #expect(
            verifier.complaints(
                [
                    .init([0x81, 0x82, 0, 0, 0, 0, 104, 105], [.text([104, 105])]),
                    .init([0x81, 0xFE, 0, 200, 0, 0, 0, 0] + text, [.text(text)]),
                    .init(
                        [0x01, 0x81, 0, 0, 0, 0, 97, 0x89, 0x80, 0, 0, 0, 0, 0x80, 0x81, 0, 0, 0, 0, 98],
                        [
                            .ping([]), .text([97, 98]),
                        ]
                    ),
                ],
                refusing: [
                    [0x81, 0x02, 104, 105, 0, 0, 0, 0], [0x81, 0xFE, 1, 45, 0, 0, 0, 0], [0x82, 0x80, 0, 0, 0, 0],
                    [0x80, 0x80, 0, 0, 0, 0], [0xF1, 0x80, 0, 0, 0, 0],
                ]
            ) == []
        )
    }

    /// Decoders with a fault each, and one without.
    enum Fault: CaseIterable {
        case none, losesSplitHeader, holdsEverything, standsStill, refusesLate
    }

    @Test("the verifier finds what is wrong with a decoder", arguments: Fault.allCases)
    func faults(fault: Fault) {
        // A length of one byte, at most 3, and as many bytes.
        let verifier = DecoderVerifier<[UInt8], [UInt8]>(
            { [] },
            maximumHeld: 4,
            held: \.count,
            read: { buffer, bytes in
                if fault == .standsStill, buffer.count == 2 { return [] }
                if fault == .losesSplitHeader, buffer.isEmpty, bytes.count == 1 { bytes = [] }
                let isSplit = bytes.count == 1
                let taken = fault == .holdsEverything ? bytes.count : min(1, bytes.count)
                buffer += bytes.prefix(taken)
                bytes = bytes.dropFirst(taken)
                guard let length = buffer.first else { return [] }
                guard length <= 3 || fault == .refusesLate && isSplit else { throw TooLong() }
                guard buffer.count > Int(length) else { return [] }
                defer { buffer.removeFirst(Int(length) + 1) }
                return [Array(buffer[1...Int(length)])]
            }
        )
        let complaints = verifier.complaints(
            [.init([2, 7, 8], [[7, 8]]), .init([3, 1, 2, 3], [[1, 2, 3]])],
            refusing: [[4, 1, 2]]
        )
        #expect(complaints.isEmpty == (fault == .none), "\(complaints)")
    }

    @Test("the verifier wants what it was told to expect")
    func expectations() {
        let verifier = DecoderVerifier<Int, UInt8>({ 0 }, read: { _, bytes in [bytes.removeFirst()] })
        #expect(verifier.complaints([.init([1, 2], [1, 2])]) == [])
        #expect(verifier.complaints([.init([1, 2], [1, 3])]) != [])
        #expect(verifier.complaints([.init([1, 2], [1, 2])], refusing: [[3]]) != [])
    }

    private struct TooLong: Error {}
}
