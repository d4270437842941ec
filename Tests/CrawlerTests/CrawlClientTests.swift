import Addressing
import PeerProtocol
import Skywelld
import TLS
import Testing

@testable import Crawler

@Suite("Crawl client")
struct CrawlClientTests {
    private static let body = "{\"overlay\":{\"active\":[{\"ip\":\"10.0.0.1\"}]}}\n"

    private func fetch(_ server: ScriptedServer, timeout: Duration = .seconds(5)) throws -> CrawlOutcome {
        let client = try CrawlClient()
        return client.fetch(server.endpoint, timeout: timeout)
    }

    private static func answer(_ status: String = "200 OK", _ body: String = Self.body, length: Int? = nil) -> String {
        "HTTP/1.1 \(status)\r\nContent-Length: \(length ?? body.utf8.count)\r\n\r\n\(body)"
    }

    @Test("returns status, body and listing of an answer, however it is cut")
    func answered() throws {
        for size in [1, 7, 10_000] {
            let bytes = [UInt8](Self.answer().utf8)
            let parts = stride(from: 0, to: bytes.count, by: size).map { [UInt8](bytes[$0...].prefix(size)) }
            let answer = try self.fetch(ScriptedServer(.secure, saying: parts)).answer
            #expect(answer?.status == 200)
            #expect(answer?.body == [UInt8](Self.body.utf8))
            #expect(answer?.peers == [ListedPeer(addressText: "10.0.0.1")])
        }
    }

    @Test("does not wait for a server that keeps the connection open")
    func lingering() throws {
        #expect(try self.fetch(ScriptedServer(.lingering, saying: Self.answer())).answer?.status == 200)
    }

    @Test("returns other statuses with what came")
    func forbidden() throws {
        let answer = try self.fetch(ScriptedServer(saying: Self.answer("403 Forbidden", "Forbidden\r\n"))).answer
        #expect(answer == CrawlAnswer(status: 403, body: [UInt8]("Forbidden\r\n".utf8)))
        #expect(answer?.peers == [])
    }

    @Test(
        "says what is wrong with an answer",
        arguments: [
            ("HTTP/1.1 200 OK\r\n\r\n", HTTPError.unknownBodyLength),
            ("HTTP/1.1 200 OK\r\nContent-Length: 4194305\r\n\r\n", .bodyTooLong),
            ("SSH-2.0-OpenSSH_9.2\r\n\r\n", .malformedStartLine),
            ("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", .malformedField),
            ("\u{0}\u{1}\u{2}", .controlCharacter),
            ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 90_000), .headTooLong),
        ]
    )
    func malformed(text: String, error: HTTPError) throws {
        #expect(try self.fetch(ScriptedServer(saying: text)) == .malformed(error))
    }

    @Test("a body of the longest length is taken")
    func longestBody() throws {
        let body = String(repeating: " ", count: CrawlClient.bodyMaximum)
        let answer = try self.fetch(ScriptedServer(saying: Self.answer("200 OK", body))).answer
        #expect(answer?.body.count == CrawlClient.bodyMaximum)
        #expect(answer?.listing == .failure(.notJSON))
    }

    @Test("an answer cut short is no answer", arguments: [0, 10, 60])
    func cutShort(length: Int) throws {
        let text = String(Self.answer().prefix(length))
        #expect(try self.fetch(ScriptedServer(saying: text)) == .failed(.talking(.closed)))
    }

    @Test("who falls silent after half an answer is not waited for longer than the time-out")
    func silent() throws {
        let text = Self.answer(length: 1_000)
        let outcome = try self.fetch(ScriptedServer(.lingering, saying: text), timeout: .milliseconds(300))
        #expect(outcome == .failed(.talking(.timedOut)))
    }

    @Test("who does not speak TLS fails there")
    func plain() throws {
        let outcome = try self.fetch(ScriptedServer(.plain, saying: "220 smtp.example.com ESMTP ready\r\n"))
        guard case .failed(.securing(.tls(let error))) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(error.operation == "SSL_do_handshake")
    }

    @Test("who closes at once fails while securing")
    func closes() throws {
        let outcome = try self.fetch(ScriptedServer(.plain, saying: ""))
        #expect(outcome == .failed(.securing(.closed)) || outcome == .failed(.securing(.reset)))
    }

    @Test(
        "the peer client meets the same limits",
        arguments: [
            ("HTTP/1.1 503 Busy\r\nContent-Length: 17000\r\n\r\n", HandshakeOutcome.malformed(.bodyTooLong)),
            ("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", .forbidden),
            ("HTTP/1.1 101 Switching\r\nUpgrade: RTXP/1.2\r\n\r\n", .incomplete(.publicKeyMissing)),
            ("", .failed(.talking(.closed))),
        ]
    )
    func peerClient(text: String, expected: HandshakeOutcome) throws {
        let server = try ScriptedServer(saying: text)
        let client = try PeerClient()
        let outcome = client.handshake(
            with: server.endpoint,
            key: NodeKey(seed: Seed(passphrase: "test-only client")),
            crawl: .private,
            networkTime: 1,
            timeout: .seconds(5)
        )
        #expect(outcome == expected)
    }

    @Test(
        "failures are sentences",
        arguments: [
            (ConnectionFailure.connecting(.refused), "TCP: connection refused"),
            (.connecting(.timedOut), "TCP: no answer in time"),
            (.connecting(.unreachable(113)), "TCP: unreachable: no route to host"),
            (.securing(.tls(TLSError(operation: "SSL_read", reasons: ["bad"]))), "TLS: SSL_read: bad"),
            (.talking(.closed), "after TLS: closed by the other end"),
            (.talking(.reset), "after TLS: reset by the other end"),
            (.talking(.system(24)), "after TLS: too many open files"),
        ]
    )
    func descriptions(failure: ConnectionFailure, text: String) {
        #expect(failure.description == text)
    }
}
