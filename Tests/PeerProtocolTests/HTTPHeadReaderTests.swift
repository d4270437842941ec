import PeerProtocol
import Testing

@Suite("HTTPHeadReader")
struct HTTPHeadReaderTests {
    private static func request(_ text: String, limit: Int = 80 * 1024) throws -> (HTTPRequestHead?, rest: String) {
        var reader = HTTPHeadReader<HTTPRequestHead>(limit: limit)
        var bytes = Array(text.utf8)[...]
        let head = try reader.read(&bytes)
        return (head, String(decoding: bytes, as: UTF8.self))
    }

    private static func error(_ text: String, limit: Int = 80 * 1024) -> HTTPError? {
        do {
            _ = try self.request(text, limit: limit)
            return nil
        } catch {
            return error as? HTTPError
        }
    }

    @Test("reads a request and leaves what follows it")
    func request() throws {
        let (head, rest) = try Self.request("GET /crawl HTTP/1.1\r\nHost: a\r\nX-Y:  b c \t\r\n\r\nmore")
        #expect(head?.method == "GET" && head?.target == "/crawl" && head?.version == .http11)
        #expect(head?.fields["host"] == "a" && head?.fields["x-Y"] == "b c" && head?.fields["none"] == nil)
        #expect(rest == "more")
    }

    @Test(
        "takes any method, HTTP/1.0, bare line feeds and no fields at all",
        arguments: [
            "HEAD / HTTP/1.0\r\n\r\n", "POST /crawl HTTP/1.1\n\n", "PATCH * HTTP/1.1\r\n\n",
        ]
    )
    func tolerant(text: String) throws {
        #expect(try Self.request(text).0 != nil)
    }

    @Test("joins repeated fields and drops empty ones")
    func fields() throws {
        let (head, _) = try Self.request("GET / HTTP/1.1\r\nA: 1\r\nB:\r\nB:  \r\na: 2\r\nA: 3\r\n\r\n")
        #expect(head?.fields["a"] == "1,2,3")
        #expect(head?.fields["b"] == nil)
    }

    @Test("finds the end of the head however the bytes are split")
    func splits() throws {
        let text = Array("GET / HTTP/1.1\r\nUpgrade: RTXP/1.2\r\n\r\n".utf8)
        for cut in 0...text.count {
            var reader = HTTPHeadReader<HTTPRequestHead>()
            var (first, second) = (text[..<cut], text[cut...])
            let early = try reader.read(&first)
            #expect((early != nil) == (cut == text.count))
            #expect(reader.bufferedCount == (cut == text.count ? 0 : cut))
            if early == nil { #expect(try reader.read(&second)?.fields["Upgrade"] == "RTXP/1.2") }
        }
        var reader = HTTPHeadReader<HTTPRequestHead>()
        var heads = 0
        for byte in text {
            var one = [byte][...]
            heads += try reader.read(&one) == nil ? 0 : 1
        }
        #expect(heads == 1)
    }

    @Test("the limit counts every byte up to the empty line")
    func limit() throws {
        let text = "GET / HTTP/1.1\r\nA: 1\r\n\r\n"
        #expect(try Self.request(text, limit: text.utf8.count).0 != nil)
        #expect(Self.error(text, limit: text.utf8.count - 1) == .headTooLong)
        #expect(Self.error(String(repeating: "a", count: 81_921)) == .headTooLong)
        #expect(Self.error(String(repeating: "a", count: 81_920)) == nil)
    }

    @Test(
        "refuses noise at its first control character, before any line is complete",
        arguments: [
            "\u{0}", "\u{16}\u{3}\u{1}", "GET / HT\u{1}", "GET / HTTP/1.1\r\nA: \u{7F}",
        ]
    )
    func noise(text: String) {
        #expect(Self.error(text) == .controlCharacter)
    }

    @Test(
        "refuses a start line that is none",
        arguments: [
            "\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "GET / HTTP/2.0\r\n\r\n",
            "GET / http/1.1\r\n\r\n",
            " GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1 \r\n\r\n", "G(T / HTTP/1.1\r\n\r\n", "GET  HTTP/1.1\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
        ]
    )
    func startLine(text: String) {
        #expect(Self.error(text) == .malformedStartLine)
    }

    @Test(
        "refuses a line that is no field",
        arguments: [
            "GET / HTTP/1.1\r\nfoo\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n", "GET / HTTP/1.1\r\nA : x\r\n\r\n",
            "GET / HTTP/1.1\r\nA: x\r\n folded\r\n\r\n", "GET / HTTP/1.1\r\nä: x\r\n\r\n",
        ]
    )
    func malformedField(text: String) {
        #expect(Self.error(text) == .malformedField)
    }

    @Test("reading what was printed gives the same head")
    func roundTrip() throws {
        let request = HTTPRequestHead(
            method: "GET",
            target: "/x",
            version: .http10,
            fields: HTTPFields(["A": "b", "C": "d e"])
        )
        #expect(try Self.request(String(decoding: request.bytes, as: UTF8.self)).0 == request)
        let response = HTTPResponseHead(status: 403, reason: "No Way", fields: HTTPFields(["A": "b"]))
        var reader = HTTPHeadReader<HTTPResponseHead>()
        var bytes = response.bytes[...]
        #expect(try reader.read(&bytes) == response)
    }
}
