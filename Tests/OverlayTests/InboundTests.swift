import Addressing
import Overlay
import PeerProtocol
import Skywelld
import TestSupport
import Testing

@Suite("Inbound connections")
struct InboundTests {
    private static func forbidden(_ bench: Bench) -> [UInt8] {
        HTTPAnswer.forbidden(networkTime: bench.networkTime, software: "skywelld-0.29.60")
    }

    private static let full = HTTPAnswer.redirect(Bench.remote.address)

    @Test("a good request becomes a link, and the 101 is a send of its own")
    func accepted() {
        var bench = Bench()
        let id = bench.accept()
        #expect(bench.feed(.bytesReceived(id, Bench.request())) == [.send(id, bench.response())])
        let key = Bench.validator.publicKey
        let active = Notice.peerActive(key, Bench.remote, .inbound, software: "skywelld-0.29.60", crawl: .private)
        #expect(bench.notices == [active])
    }

    @Test("the vectors' request is answered with the vectors' response, but for the ledgers")
    func vectors() throws {
        var bench = Bench()
        let id = bench.accept()
        let request = try VectorFile.text("request", of: "http_handshake")
        let lines = try VectorFile.text("response", of: "http_handshake").split(separator: "\r\n")
        let expected = lines.filter { !$0.contains("-Ledger: ") }.map { $0 + "\r\n" }.joined() + "\r\n"
        #expect(bench.feed(request, to: id) == [.send(id, Array(expected.utf8))])
    }

    @Test("a request may come byte by byte")
    func drip() {
        var bench = Bench()
        let id = bench.accept()
        let actions = Bench.request().flatMap { bench.feed(.bytesReceived(id, [$0])) }
        #expect(actions == [.send(id, bench.response())])
    }

    @Test("bytes after the request are frames, and are answered after the 101")
    func pipelined() {
        var bench = Bench()
        let id = bench.accept()
        let ping = Ping(.ping, sequence: 5)
        #expect(
            bench.feed(.bytesReceived(id, Bench.request() + ping.frame.bytes))
                == [.send(id, bench.response()), .send(id, ping.pong.frame.bytes)]
        )
    }

    @Test(
        "a request with an optional field missing becomes a link",
        arguments: [
            "User-Agent: skywelld-0.29.60\r\n", "Connection: Upgrade\r\n", "Crawl: private\r\n",
            "Network-Time: 731242816\r\n",
        ]
    )
    func optionalFields(line: String) {
        var bench = Bench()
        let id = bench.accept()
        #expect(
            bench.feed(.bytesReceived(id, Bench.request().replacing(line, with: ""))) == [.send(id, bench.response())]
        )
    }

    @Test("another method, target and version of HTTP change nothing but the version of the answer")
    func requestLine() {
        var bench = Bench()
        let id = bench.accept()
        let request = Bench.request().replacing("GET / HTTP/1.1", with: "POST /x HTTP/1.0")
        #expect(
            bench.feed(.bytesReceived(id, request))
                == [.send(id, bench.response().replacing("HTTP/1.1 101", with: "HTTP/1.0 101"))]
        )
    }

    @Test("a crawl is answered and closed, whatever the method", arguments: ["GET", "HEAD", "POST", "DELETE"])
    func crawl(method: String) {
        var bench = Bench()
        let id = bench.accept()
        #expect(
            bench.feed("\(method) /crawl HTTP/1.1\r\n\r\n", to: id)
                == [.send(id, HTTPAnswer.crawl(CrawlDocument())), .close(id, .crawlServed)]
        )
        #expect(bench.notices == [.crawlServed(Bench.remote, entries: 0)])
    }

    @Test("a crawl comes before everything else, even without a session value")
    func crawlFirst() {
        var bench = Bench(isPrivate: true)
        let id = bench.accept(session: nil)
        let request = Bench.request().replacing("GET / ", with: "GET /crawl ")
        #expect(bench.feed(.bytesReceived(id, request)).last == .close(id, .crawlServed))
    }

    @Test(
        "what is neither crawl nor peer is forbidden",
        arguments: [
            "GET / HTTP/1.1\r\n\r\n", "GET /crawl/ HTTP/1.1\r\n\r\n", "GET /crawl?x=1 HTTP/1.1\r\n\r\n",
            "GET /CRAWL HTTP/1.1\r\n\r\n", "GET https://a/crawl HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n",
            "GET / HTTP/1.1\r\nUpgrade: XRPL/2.0\r\nConnect-As: peer\r\n\r\n", "GET /health HTTP/1.0\n\n",
        ]
    )
    func forbidden(request: String) {
        var bench = Bench()
        let id = bench.accept()
        #expect(bench.feed(request, to: id) == [.send(id, Self.forbidden(bench)), .close(id, .forbidden)])
        #expect(bench.notices == [.requestForbidden(Bench.remote)])
    }

    @Test("who does not want to be a peer is redirected", arguments: ["Connect-As: leaf\r\n", ""])
    func notPeer(line: String) {
        var bench = Bench()
        let id = bench.accept()
        let request = Bench.request().replacing("Connect-As: peer\r\n", with: line)
        #expect(bench.feed(.bytesReceived(id, request)) == [.send(id, Self.full), .close(id, .notPeer)])
    }

    @Test(
        "a bad handshake is closed without an answer",
        arguments: [
            ("Public-Key: ", "X: ", CloseReason.badHandshake),
            ("Public-Key: n", "Public-Key: m", .badHandshake),
            ("Session-Signature: ", "X: ", .badHandshake),
            ("Session-Signature: M", "Session-Signature: ", .badHandshake),
            ("Network-Time: 7", "Network-Time: x", .badHandshake),
            ("731242816", "731242795", .clockSkew),
            ("731242816", "731242837", .clockSkew),
            ("731242816", "18446744073709551615", .clockSkew),
            ("RTXP/1.2", "RTXP/1.3", .versionTooNew),
            ("Session-Signature: MEQ", "Session-Signature: MEU", .badSignature),
            ("GET /", "GET", .malformedHTTP),
            ("User-Agent: ", "User\u{0}Agent: ", .malformedHTTP),
            ("User-Agent: ", "User Agent: ", .malformedHTTP),
        ]
    )
    func badHandshake(old: String, new: String, reason: CloseReason) {
        var bench = Bench()
        let id = bench.accept()
        #expect(bench.feed(.bytesReceived(id, Bench.request().replacing(old, with: new))) == [.close(id, reason)])
        #expect(bench.notices == [.handshakeRefused(Bench.remote, .inbound, reason, nil)])
    }

    @Test("clocks 20 seconds apart are good enough", arguments: [731_242_796, 731_242_836] as [UInt64])
    func clocks(networkTime: UInt64) {
        var bench = Bench()
        let id = bench.accept()
        #expect(
            bench.feed(.bytesReceived(id, Bench.request(networkTime: networkTime))) == [.send(id, bench.response())]
        )
    }

    @Test("older versions are taken, and answered with ours", arguments: ["RTXP/1.1", "RTXP/1.0, RTXP/1.3"])
    func olderVersions(versions: String) {
        var bench = Bench()
        let id = bench.accept()
        let request = Bench.request().replacing("RTXP/1.2", with: versions)
        #expect(bench.feed(.bytesReceived(id, request)) == [.send(id, bench.response())])
    }

    @Test("a signature of another session or by another key is refused")
    func foreignSignature() {
        var bench = Bench()
        let other = SessionValue(localFinished: Array(1..<13), peerFinished: Array(16..<28))
        let replayed = bench.accept(session: other)
        #expect(bench.feed(.bytesReceived(replayed, Bench.request())) == [.close(replayed, .badSignature)])
        let impostor = bench.accept()
        let key = Bench.validator.publicKey.base58
        let request = Bench.request(Bench.stranger).replacing(Bench.stranger.publicKey.base58, with: key)
        #expect(bench.feed(.bytesReceived(impostor, request)) == [.close(impostor, .badSignature)])
    }

    @Test("without a session value there is no link")
    func noSession() {
        var bench = Bench()
        let id = bench.accept(session: nil)
        #expect(bench.feed(.bytesReceived(id, Bench.request())) == [.close(id, .noSessionValue)])
    }

    @Test("our own key is refused")
    func ownKey() {
        var bench = Bench()
        let id = bench.accept()
        #expect(bench.feed(.bytesReceived(id, Bench.request(Bench.sentry))) == [.close(id, .selfConnection)])
        let refused = Notice.handshakeRefused(Bench.remote, .inbound, .selfConnection, Bench.sentry.publicKey)
        #expect(bench.notices == [refused])
    }

    @Test("a key has one link; its second is redirected until the first is gone")
    func duplicate() {
        var bench = Bench()
        let first = bench.link()
        let second = bench.accept()
        #expect(
            bench.feed(.bytesReceived(second, Bench.request())) == [
                .send(second, Self.full), .close(second, .duplicateKey),
            ]
        )
        #expect(bench.feed(.connectionClosed(second, .closedByUs)) == [])
        #expect(bench.feed(.connectionClosed(first, .reset)) == [])
        _ = bench.link()
    }

    @Test("when the slots are taken, the next is redirected; a lost link gives its slot back")
    func slotsFull() {
        var bench = Bench(peersMax: 12)
        let keys = (0..<3).map { NodeKey(seed: Seed(passphrase: "peer \($0)")) }
        let first = bench.link(keys[0])
        _ = bench.link(keys[1])
        let third = bench.accept()
        #expect(
            bench.feed(.bytesReceived(third, Bench.request(keys[2]))) == [
                .send(third, Self.full), .close(third, .slotsFull),
            ]
        )
        #expect(bench.feed(.connectionClosed(first, .closedByPeer)) == [])
        _ = bench.link(keys[2])
    }

    @Test("refused handshakes take no slot")
    func noLeak() {
        var bench = Bench(peersMax: 11)
        for _ in 0..<50 {
            let id = bench.accept()
            #expect(bench.feed(.bytesReceived(id, Bench.request().replacing("731242816", with: "1"))).count == 1)
            #expect(bench.feed(.connectionClosed(id, .closedByUs)) == [])
        }
        _ = bench.link()
    }

    @Test("a private node has no inbound slots, but answers")
    func privateNode() {
        var bench = Bench(isPrivate: true)
        let id = bench.accept()
        #expect(bench.feed(.bytesReceived(id, Bench.request())) == [.send(id, Self.full), .close(id, .slotsFull)])
        let other = bench.accept()
        #expect(
            bench.feed("GET / HTTP/1.1\r\n\r\n", to: other) == [
                .send(other, Self.forbidden(bench)), .close(other, .forbidden),
            ]
        )
    }

    @Test("above the limit of connections the next is closed at once, until one is gone")
    func tooMany() {
        var limits = Limits.standard
        limits.connections = 2
        var bench = Bench(limits: limits)
        let first = bench.accept()
        _ = bench.accept()
        let third = ConnectionID(rawValue: 99)
        #expect(bench.feed(.connectionAccepted(third, remote: Bench.remote)) == [.close(third, .tooManyConnections)])
        #expect(bench.notices == [.connectionRefused(Bench.remote, .tooManyConnections)])
        #expect(bench.feed(.connectionSecured(third, session: Bench.session)) == [])
        #expect(bench.feed(.bytesReceived(third, Bench.request())) == [])
        #expect(bench.feed(.connectionClosed(third, .closedByUs)) == [])
        #expect(bench.feed(.connectionClosed(first, .closedByPeer)) == [])
        _ = bench.accept()
    }

    @Test("one address has a share of the connections only, but for private, protected and fixed ones")
    func share() {
        var limits = Limits.standard
        limits.connectionsPerAddress = 2
        limits.connections = 5
        limits.reservedConnections = 1
        var bench = Bench(fixedPeers: [Bench.fixed], limits: limits)
        _ = bench.accept()
        let second = bench.accept()
        let refused = ConnectionID(rawValue: 99)
        let close = Action.close(refused, .tooManyConnections)
        #expect(bench.feed(.connectionAccepted(refused, remote: Bench.remote)) == [close])
        for _ in 0..<3 { _ = bench.accept(from: Endpoint(IPv4Address(rawValue: 0x0A00_0001), 1)) }
        #expect(bench.feed(.connectionClosed(second, .closedByPeer)) == [])
        _ = bench.accept()
        // All connections are taken now, but for the one that is kept.
        let other = Endpoint(IPv4Address(rawValue: 0x0808_0808), 1)
        #expect(bench.feed(.connectionAccepted(refused, remote: other)) == [close])
        _ = bench.accept(from: Endpoint(Bench.fixed.address, 1))
        #expect(bench.feed(.connectionAccepted(refused, remote: Bench.fixed)) == [close])
    }

    @Test("for a peer protected by its key alone, newcomers drive out who has proven nothing, until it is there")
    func makesRoom() {
        var limits = Limits.standard
        limits.connections = 4
        let other = Endpoint(IPv4Address(rawValue: 0x0808_0808), 1)
        var bench = Bench(limits: limits) { $0.protection = Protection(keys: [Bench.validator.publicKey]) }
        _ = bench.link(Bench.stranger, from: Endpoint(IPv4Address(rawValue: 0x0808_0404), 1))
        let crowd = [bench.accept(), bench.accept()]
        let lonely = bench.accept(from: other)
        _ = bench.takeNotices()
        // Of the address with the most connections, chance decides which.
        let (peer, actions) = bench.acceptQuietly(from: Endpoint(IPv4Address(rawValue: 0x0808_0505), 1))
        let gone = crowd.filter { actions == [.close($0, .madeRoom)] }
        #expect(gone.count == 1)
        #expect(bench.feed(.connectionClosed(gone[0], .closedByUs)) == [])
        #expect(bench.feed(.bytesReceived(peer, Bench.request())) == [.send(peer, bench.response())])
        // The protected peer is linked, so the room is full for everybody else.
        let late = ConnectionID(rawValue: 99)
        let refusal = Action.close(late, .tooManyConnections)
        #expect(bench.feed(.connectionAccepted(late, remote: other)) == [refusal])
        #expect(bench.feed(.connectionClosed(peer, .closedByPeer)) == [])
        _ = bench.accept()
        let (_, others) = bench.acceptQuietly(from: other)
        #expect(others.count == 1 && others != [.close(lonely, .madeRoom)])
    }

    @Test("nobody is driven out by more connections than one address may have, nor if all have proven who they are")
    func makesNoRoom() {
        var limits = Limits.standard
        limits.connections = 2
        limits.connectionsPerAddress = 1
        var bench = Bench(limits: limits) { $0.protection = Protection(keys: [Bench.validator.publicKey]) }
        _ = bench.link(Bench.stranger, from: Endpoint(IPv4Address(rawValue: 0x0808_0404), 1))
        let waiting = bench.accept()
        let late = ConnectionID(rawValue: 99)
        let refusal = Action.close(late, .tooManyConnections)
        #expect(bench.feed(.connectionAccepted(late, remote: Bench.remote)) == [refusal])
        let sentry = NodeKey(seed: Seed(passphrase: "another stranger"))
        #expect(bench.feed(.bytesReceived(waiting, Bench.request(sentry))) == [.send(waiting, bench.response())])
        let other = Endpoint(IPv4Address(rawValue: 0x0808_0808), 1)
        #expect(bench.feed(.connectionAccepted(late, remote: other)) == [refusal])
    }

    @Test("a head beyond its limit is closed, and nothing of it is kept")
    func hugeHead() {
        var bench = Bench()
        let id = bench.accept()
        let chunk = [UInt8](repeating: UInt8(ascii: "a"), count: 16 * 1024)
        for _ in 0..<5 { #expect(bench.feed(.bytesReceived(id, chunk)) == []) }
        #expect(bench.feed(.bytesReceived(id, [0x61])) == [.close(id, .malformedHTTP)])
        #expect(bench.feed(.bytesReceived(id, chunk)) == [])
    }

    @Test("a closed connection says nothing more, whatever comes")
    func afterClose() {
        var bench = Bench()
        let id = bench.accept()
        #expect(bench.feed("GET /crawl HTTP/1.1\r\n\r\nGET /crawl HTTP/1.1\r\n\r\n", to: id).count == 2)
        #expect(bench.feed(.bytesReceived(id, Bench.request())) == [])
        #expect(bench.feed(.connectionSecured(id, session: Bench.session)) == [])
        #expect(bench.feed(.queueDrained(id)) == [])
        #expect(bench.advance(by: .seconds(600)) == [])
        #expect(bench.feed(.connectionClosed(id, .closedByUs)) == [])
        #expect(bench.feed(.connectionClosed(id, .closedByUs)) == [])
    }

    @Test("idle strangers are closed after 30 seconds in each state")
    func idle() {
        var bench = Bench()
        let id = ConnectionID(rawValue: 1)
        #expect(bench.feed(.connectionAccepted(id, remote: Bench.remote)) == [])
        #expect(bench.advance(by: .milliseconds(29_999)) == [])
        #expect(bench.advance(by: .milliseconds(1)) == [.close(id, .handshakeTimeout)])
        let silent = ConnectionID(rawValue: 3)
        #expect(bench.feed(.connectionAccepted(silent, remote: Bench.remote)) == [])
        #expect(bench.advance(by: .seconds(29)) == [])
        #expect(bench.feed(.connectionSecured(silent, session: Bench.session)) == [])
        #expect(bench.advance(by: .milliseconds(29_999)) == [])
        #expect(bench.advance(by: .milliseconds(1)) == [.close(silent, .handshakeTimeout)])
    }

    @Test("dripping a request does not stretch its time")
    func slowRequest() {
        var bench = Bench()
        let id = bench.accept()
        for _ in 0..<29 {
            #expect(bench.advance(by: .seconds(1)) == [])
            #expect(bench.feed("a", to: id) == [])
        }
        #expect(bench.advance(by: .seconds(1)) == [.close(id, .handshakeTimeout)])
    }

    @Test("who leaves early is noticed as that")
    func abandoned() {
        var bench = Bench()
        let id = bench.accept()
        #expect(bench.feed(.connectionClosed(id, .tlsFailed)) == [])
        #expect(bench.notices == [.handshakeAbandoned(Bench.remote, .inbound, .tlsFailed)])
    }
}
