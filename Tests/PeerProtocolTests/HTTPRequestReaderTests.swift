import Testing

@testable import PeerProtocol

@Suite("HTTP requests with bodies")
struct HTTPRequestReaderTests {
    private static let two = Array(
        "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhelloGET /metrics HTTP/1.0\r\n\r\n".utf8
    )

    private static func reader() -> HTTPRequestReader {
        HTTPRequestReader(headLimit: 200, bodyLimit: 10)
    }

    private static func readOne(_ text: String) throws -> HTTPRequestReader.Request? {
        var reader = Self.reader()
        var bytes = Array(text.utf8)[...]
        return try reader.read(&bytes)
    }

    @Test("requests follow each other, in any split", arguments: 1...20)
    func splits(size: Int) throws {
        var reader = Self.reader()
        var requests: [HTTPRequestReader.Request] = []
        var index = 0
        while index < Self.two.count {
            var part = Self.two[index..<min(index + size, Self.two.count)]
            index += size
            while !part.isEmpty { if let request = try reader.read(&part) { requests.append(request) } }
        }
        #expect(requests.map(\.head.target) == ["/", "/metrics"])
        #expect(requests.map { String(decoding: $0.body, as: UTF8.self) } == ["hello", ""])
        #expect(requests.map(\.keepsAlive) == [true, false])
        #expect(reader.bufferedCount == 0)
    }

    @Test(
        "lengths that are unclear, or too long, are refused before the body comes",
        arguments: [
            ("Content-Length: 11", HTTPError.bodyTooLong), ("Content-Length: 99999999999999999999", .unknownBodyLength),
            ("Content-Length: -1", .unknownBodyLength), ("Content-Length: 3\r\nContent-Length: 4", .unknownBodyLength),
            ("Transfer-Encoding: chunked", .unknownBodyLength),
            ("Content-Length: 3\r\nTransfer-Encoding: chunked", .unknownBodyLength), ("no field", .malformedField),
        ]
    )
    func refused(field: String, error: HTTPError) {
        #expect(throws: error) { try Self.readOne("POST / HTTP/1.1\r\n\(field)\r\n\r\n") }
    }

    @Test("a head has an end")
    func headLimit() {
        #expect(throws: HTTPError.headTooLong) {
            try Self.readOne("POST / HTTP/1.1\r\nA: \(String(repeating: "a", count: 200))")
        }
    }

    @Test(
        "who wants to stay says so, or does not say otherwise",
        arguments: [
            ("HTTP/1.1", "A: b", true), ("HTTP/1.1", "Connection: close", false),
            ("HTTP/1.1", "Connection: x, Close", false),
            ("HTTP/1.0", "A: b", false), ("HTTP/1.0", "Connection: Keep-Alive", true),
        ]
    )
    func keepsAlive(version: String, field: String, expected: Bool) throws {
        let request = try Self.readOne("GET / \(version)\r\n\(field)\r\n\r\n")
        #expect(try #require(request).keepsAlive == expected)
    }
}
