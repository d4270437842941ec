import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@Suite("Crawlers that stay")
struct CrawlStayTests {
    private static let request = "GET /crawl HTTP/1.1\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n"
    private static let empty = HTTPAnswer.crawl(CrawlDocument())

    /// The answer to a crawler that was there before, and has taken the last one.
    private static func crawl(_ bench: inout Bench, on id: ConnectionID, _ request: String = Self.request) -> [UInt8]? {
        #expect(bench.feed(.queueDrained(id)) == [])
        let actions = bench.feed(request, to: id)
        guard actions.count == 1, case .send(id, let answer)? = actions.first else { return nil }
        return answer
    }

    private static func document(_ key: NodeKey = Bench.validator, uptime: Int) -> [UInt8] {
        let entry = CrawlEntry(
            publicKey: key.publicKey.base64,
            direction: .inbound,
            uptime: uptime,
            version: "skywelld-0.29.60"
        )
        return HTTPAnswer.crawl(CrawlDocument(active: [entry]))
    }

    @Test("are answered again, in the same words, in others, and in parts")
    func again() {
        var bench = Bench()
        let id = bench.accept()
        for _ in 0..<3 { #expect(Self.crawl(&bench, on: id) == Self.empty) }
        #expect(Self.crawl(&bench, on: id, "GET /crawl HTTP/1.1\r\nConnection: x, keep-alive\r\n\r\n") == Self.empty)
        for part in ["GET /crawl HTTP/1.1\r\n", "Connection: keep-alive\r\n"] {
            #expect(bench.feed(part, to: id) == [])
        }
        #expect(Self.crawl(&bench, on: id, "\r\n") == Self.empty)
        #expect(Self.crawl(&bench, on: id) == Self.empty)
        #expect(bench.notices.count == 6)
    }

    @Test(
        "have to say so, and in HTTP/1.1",
        arguments: ["1.1\r\n", "1.1\r\nConnection: close\r\n", "1.0\r\nConnection: keep-alive\r\n"]
    )
    func unasked(rest: String) {
        var bench = Bench()
        let id = bench.accept()
        #expect(bench.feed("GET /crawl HTTP/\(rest)\r\n", to: id) == [.send(id, Self.empty), .close(id, .crawlServed)])
    }

    @Test("leave when they ask for something else")
    func somethingElse() {
        var bench = Bench()
        let id = bench.accept()
        #expect(Self.crawl(&bench, on: id) == Self.empty)
        #expect(bench.feed("GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n", to: id).last == .close(id, .forbidden))
    }

    @Test("are answered once more and closed when they do not wait for the answer")
    func impatient() {
        var bench = Bench()
        let id = bench.accept()
        let answers = Array(repeating: Action.send(id, Self.empty), count: 2)
        #expect(bench.feed(Self.request + Self.request + Self.request, to: id) == answers + [.close(id, .crawlServed)])
    }

    @Test("are closed after so many answers")
    func often() {
        var limits = Limits.standard
        limits.crawlsPerConnection = 3
        var bench = Bench(limits: limits)
        let id = bench.accept()
        for _ in 0..<2 { #expect(Self.crawl(&bench, on: id) == Self.empty) }
        #expect(bench.feed(.queueDrained(id)) == [])
        #expect(bench.feed(Self.request, to: id) == [.send(id, Self.empty), .close(id, .crawlServed)])
    }

    @Test("are closed when they fall silent, however often they asked before")
    func silent() {
        var bench = Bench()
        let id = bench.accept()
        for _ in 0..<20 {
            #expect(Self.crawl(&bench, on: id) == Self.empty)
            #expect(bench.advance(by: .seconds(4)) == [])
        }
        #expect(bench.advance(by: .milliseconds(30_000)) == [.close(id, .handshakeTimeout)])
    }

    @Test("do not stay when half of the room is taken")
    func crowded() {
        var limits = Limits.standard
        limits.connections = 4
        var bench = Bench(limits: limits)
        let first = bench.accept()
        _ = bench.accept()
        #expect(Self.crawl(&bench, on: first) == Self.empty)
        _ = bench.accept()
        #expect(bench.feed(.queueDrained(first)) == [])
        #expect(bench.feed(Self.request, to: first).last == .close(first, .crawlServed))
    }

    @Test("see every change at once: an uptime, a new link, one that is gone")
    func changes() {
        var bench = Bench()
        let id = bench.accept()
        #expect(Self.crawl(&bench, on: id) == Self.empty)
        bench.now = .milliseconds(1_700)
        let link = bench.link()
        #expect(Self.crawl(&bench, on: id) == Self.document(uptime: 0))
        bench.now = .milliseconds(2_699)
        #expect(Self.crawl(&bench, on: id) == Self.document(uptime: 0))
        bench.now = .milliseconds(2_700)
        #expect(Self.crawl(&bench, on: id) == Self.document(uptime: 1))
        #expect(bench.feed(.connectionClosed(link, .reset)) == [])
        #expect(Self.crawl(&bench, on: id) == Self.empty)
    }

    @Test("never see a peer again that turns out to share the address of a protected one")
    func protection() {
        let protected = NodeKey(seed: Seed(passphrase: "test-only protected"))
        var bench = Bench { $0.protection = Protection(keys: [protected.publicKey]) }
        let id = bench.accept()
        let place = Endpoint(IPv4Address(rawValue: 0x0102_0304), 1)
        _ = bench.link(Bench.stranger, from: place, crawl: .private)
        #expect(Self.crawl(&bench, on: id) == Self.document(Bench.stranger, uptime: 0))
        _ = bench.link(protected, from: Endpoint(place.address, 2), crawl: .private)
        #expect(Self.crawl(&bench, on: id) == Self.empty)
    }
}
