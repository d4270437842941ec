import PeerProtocol
import Testing

@Suite("HTTPResponseReader")
struct HTTPResponseReaderTests {
    private static func read(_ text: String, bodyLimit: Int = 100) -> Result<HTTPResponseReader.Response?, HTTPError> {
        var reader = HTTPResponseReader(bodyLimit: bodyLimit)
        var bytes = Array(text.utf8)[...]
        do {
            return .success(try reader.read(&bytes))
        } catch {
            return .failure(error)
        }
    }

    @Test("reads head and body, and leaves what follows")
    func response() throws {
        var reader = HTTPResponseReader(bodyLimit: 5)
        var bytes = Array("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\nhellomore".utf8)[...]
        let response = try #require(try reader.read(&bytes))
        #expect(response.head.status == 503 && response.head.reason == "Service Unavailable")
        #expect(response.body == Array("hello".utf8))
        #expect(Array(bytes) == Array("more".utf8))
    }

    @Test("reads byte by byte")
    func drip() throws {
        var reader = HTTPResponseReader(bodyLimit: 100)
        var responses: [HTTPResponseReader.Response] = []
        for byte in Array("HTTP/1.0 200 \r\nContent-Length: 3\r\n\r\nabc".utf8) {
            var one = [byte][...]
            if let response = try reader.read(&one) { responses.append(response) }
        }
        #expect(responses.map(\.body) == [Array("abc".utf8)])
        #expect(responses.first?.head.reason == "")
    }

    @Test("101 has no body, whatever it says")
    func switching() throws {
        let response = try Self.read("HTTP/1.1 101 Switching Protocols\r\nContent-Length: 9\r\n\r\n").get()
        #expect(response?.body == [])
    }

    @Test("the empty body is complete at once, a body cut short never")
    func shortBodies() throws {
        #expect(try Self.read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").get()?.body == [])
        #expect(try Self.read("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc").get() == nil)
    }

    @Test("judges the length before the body comes")
    func bodyLimit() {
        #expect(Self.read("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n") == .failure(.bodyTooLong))
        #expect(Self.read("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n") == .failure(.bodyTooLong))
    }

    @Test(
        "refuses a response whose length is not known",
        arguments: [
            "", "Content-Length: x\r\n", "Content-Length: -1\r\n", "Content-Length: 5\r\nContent-Length: 5\r\n",
            "Content-Length: 5 5\r\n", "Content-Length: 99999999999999999999\r\n",
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        ]
    )
    func unknownLength(fields: String) {
        #expect(Self.read("HTTP/1.1 200 OK\r\n\(fields)\r\n") == .failure(.unknownBodyLength))
    }

    @Test(
        "refuses a status line that is none",
        arguments: [
            "HTTP/1.1\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 abc OK\r\n\r\n", "HTTP/3 200 OK\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\r\n",
        ]
    )
    func statusLine(text: String) {
        #expect(Self.read(text) == .failure(.malformedStartLine))
    }
}
