import Addressing
import Overlay
import PeerProtocol
import Skywelld
import TestSupport
import Testing

@Suite("Outbound connections")
struct OutboundTests {
    private static let redirect = HTTPAnswer.redirect(
        Bench.fixed.address,
        to: [Self.other]
    )
    private static let other = Endpoint(IPv4Address(rawValue: 0x0808_0808), 50333)

    private static func bench(fixedPeers: [Endpoint] = [Bench.fixed], isPrivate: Bool = false) -> Bench {
        Bench(isPrivate: isPrivate, fixedPeers: fixedPeers)
    }

    @Test("nothing is dialled before the start, and every fixed peer once at the start")
    func start() {
        let other = Endpoint(IPv4Address(rawValue: 9), 1)
        var bench = Self.bench(fixedPeers: [Bench.fixed, other, Bench.fixed])
        #expect(bench.feed(.timeReached) == [])
        let (first, second) = (ConnectionID(rawValue: 2), ConnectionID(rawValue: 4))
        #expect(bench.feed(.started) == [.dial(first, Bench.fixed), .dial(second, other)])
        #expect(bench.feed(.started) == [])
        #expect(
            bench.notices.first
                == .started(publicKey: Bench.sentry.publicKey, listeningPort: 50333, isPrivate: false, fixedPeers: 2)
        )
    }

    @Test("a secured dial sends one request", arguments: [true, false])
    func request(isPrivate: Bool) {
        var bench = Self.bench(isPrivate: isPrivate)
        let id = ConnectionID(rawValue: 2)
        _ = bench.feed(.started)
        let request = Bench.request(Bench.sentry, crawl: isPrivate ? .private : .public)
        #expect(bench.feed(.connectionSecured(id, session: Bench.session)) == [.send(id, request)])
    }

    @Test("the vectors' response makes a link of the vectors' validator")
    func vectors() throws {
        var bench = Bench(key: Bench.validator, isPrivate: true, fixedPeers: [Bench.fixed])
        let id = ConnectionID(rawValue: 2)
        _ = bench.feed(.started)
        #expect(bench.feed(.connectionSecured(id, session: Bench.session)) == [.send(id, Bench.request())])
        #expect(bench.feed(try VectorFile.text("response", of: "http_handshake"), to: id) == [])
        let key = Bench.sentry.publicKey
        let active = Notice.peerActive(key, Bench.fixed, .outbound, software: "skywelld-0.29.60", crawl: .public)
        #expect(bench.notices.last == active)
    }

    @Test("a response may come byte by byte, with frames behind it")
    func drip() {
        var bench = Self.bench()
        let id = bench.dial()
        let ping = Ping(.ping, sequence: 1)
        let bytes = Bench.response() + ping.frame.bytes
        #expect(bytes.flatMap { bench.feed(.bytesReceived(id, [$0])) } == [.send(id, ping.pong.frame.bytes)])
    }

    @Test("without a session value nothing is sent")
    func noSession() {
        var bench = Self.bench()
        _ = bench.feed(.started)
        let id = ConnectionID(rawValue: 2)
        #expect(bench.feed(.connectionSecured(id, session: nil)) == [.close(id, .noSessionValue)])
    }

    @Test(
        "a bad response is closed",
        arguments: [
            ("101", "200", CloseReason.notSwitched),
            ("101", "503", .redirected),
            ("HTTP/1.1", "HTTP/9", .malformedHTTP),
            ("Server: ", "Ser\u{1}ver: ", .malformedHTTP),
            ("Upgrade: RTXP/1.2", "Upgrade: XRPL/2.0", .badHandshake),
            ("Public-Key: ", "X: ", .badHandshake),
            ("Public-Key: n", "Public-Key: s", .badHandshake),
            ("Session-Signature: ", "X: ", .badHandshake),
            ("731242816", "731242795", .clockSkew),
            ("731242816", "731242837", .clockSkew),
            ("Upgrade: RTXP/1.2", "Upgrade: RTXP/2.0", .versionTooNew),
            ("Session-Signature: MEQ", "Session-Signature: MEU", .badSignature),
        ]
    )
    func badResponse(old: String, new: String, reason: CloseReason) {
        var bench = Self.bench()
        let id = bench.dial()
        #expect(bench.feed(.bytesReceived(id, Bench.response().replacing(old, with: new))) == [.close(id, reason)])
        #expect(bench.notices.last == .handshakeRefused(Bench.fixed, .outbound, reason, nil))
    }

    @Test("a private node dials nobody that a redirect names")
    func redirectedPrivate() {
        var bench = Self.bench(isPrivate: true)
        let id = bench.dial()
        #expect(bench.feed(.bytesReceived(id, Self.redirect)) == [.close(id, .redirected)])
        #expect(bench.feed(.connectionClosed(id, .closedByUs)) == [])
        let dials = bench.advance(by: .seconds(10)).filter { if case .close = $0 { false } else { true } }
        #expect(!dials.isEmpty && dials.allSatisfy { if case .dial(_, Bench.fixed) = $0 { true } else { false } })
    }

    @Test("a public node dials whom a redirect names, each address once")
    func redirected() {
        var bench = Self.bench()
        let id = bench.dial()
        let others = [Self.other, Endpoint(Self.other.address, 1), Endpoint(Bench.fixed.address, 7)]
        let redirect = HTTPAnswer.redirect(Bench.fixed.address, to: others)
        #expect(redirect.flatMap { bench.feed(.bytesReceived(id, [$0])) } == [.close(id, .redirected)])
        #expect(bench.feed(.connectionClosed(id, .closedByUs)) == [])
        let dialled = bench.advance(by: .seconds(10)).compactMap { action -> Endpoint? in
            if case .dial(_, let endpoint) = action { endpoint } else { nil }
        }
        #expect(dialled.filter { $0 == Self.other }.count == 1)
        #expect(Set(dialled) == [Self.other, Bench.fixed])
    }

    @Test(
        "a redirect that is too long, or does not say how long it is, is not read",
        arguments: ["", "Content-Length: 0\r\n", "Content-Length: -5\r\n", "Content-Length: 16385\r\n"]
    )
    func badRedirect(length: String) {
        var bench = Self.bench()
        let id = bench.dial()
        #expect(bench.feed("HTTP/1.1 503 Full\r\n\(length)\r\n", to: id) == [.close(id, .redirected)])
    }

    @Test("a redirect that is cut short is not waited for longer than any response")
    func slowRedirect() {
        var bench = Self.bench()
        let id = bench.dial()
        #expect(bench.feed("HTTP/1.1 503 Full\r\nContent-Length: 9\r\n\r\n{", to: id) == [])
        #expect(bench.advance(by: .seconds(15)) == [.close(id, .handshakeTimeout)])
    }

    @Test("our own key is refused")
    func ownKey() {
        var bench = Self.bench()
        let id = bench.dial()
        #expect(bench.feed(.bytesReceived(id, Bench.response(Bench.sentry))) == [.close(id, .selfConnection)])
    }

    @Test("a key that has a link already is closed, and the link stays")
    func duplicate() {
        var bench = Self.bench()
        let inbound = bench.link()
        let id = bench.dial()
        #expect(bench.feed(.bytesReceived(id, Bench.response())) == [.close(id, .duplicateKey)])
        let ping = Ping(.ping, sequence: 1)
        #expect(bench.feed(.bytesReceived(inbound, ping.frame.bytes)) == [.send(inbound, ping.pong.frame.bytes)])
    }

    @Test("a fixed peer needs no free slot, and takes none")
    func noSlot() {
        var bench = Bench(peersMax: 11, fixedPeers: [Bench.fixed])
        _ = bench.dialAndLink()
        _ = bench.link(Bench.stranger)
    }

    @Test("connecting may take 2 seconds, securing 13 more, and the response 15 more")
    func timeouts() {
        var bench = Self.bench()
        let (first, second) = (ConnectionID(rawValue: 2), ConnectionID(rawValue: 4))
        _ = bench.feed(.started)
        #expect(bench.advance(by: .milliseconds(1_999)) == [])
        #expect(bench.advance(by: .milliseconds(1)) == [.close(first, .handshakeTimeout)])
        #expect(bench.feed(.connectionClosed(first, .closedByUs)) == [])
        #expect(bench.advance(by: .milliseconds(275)) == [.dial(second, Bench.fixed)])
        #expect(bench.feed(.connectionOpened(second)) == [])
        #expect(bench.advance(by: .milliseconds(14_700)) == [])
        #expect(bench.advance(by: .milliseconds(300)) == [.close(second, .handshakeTimeout)])
        #expect(bench.feed(.connectionClosed(second, .closedByUs)) == [])
        let third = ConnectionID(rawValue: 6)
        #expect(bench.advance(by: .milliseconds(550)) == [.dial(third, Bench.fixed)])
        #expect(bench.feed(.connectionOpened(third)) == [])
        #expect(bench.feed(.connectionSecured(third, session: Bench.session)).count == 1)
        #expect(bench.advance(by: .milliseconds(14_999)) == [])
        #expect(bench.advance(by: .milliseconds(1)) == [.close(third, .handshakeTimeout)])
    }

    @Test("bytes before the TLS handshake is finished are nobody's")
    func early() {
        var bench = Self.bench()
        _ = bench.feed(.started)
        #expect(bench.feed(.bytesReceived(ConnectionID(rawValue: 2), Bench.response())) == [])
    }
}
