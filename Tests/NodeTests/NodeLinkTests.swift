import Addressing
import Crawler
import Overlay
import PeerProtocol
import Skywelld
import Testing

@testable import Node

@Suite("Node on sockets: links")
struct NodeLinkTests {
    @Test("two nodes link up, and each shows the other with the right direction")
    func linksUp() throws {
        let acceptor = try TestNode("acceptor")
        let dialler = try TestNode("dialler", fixedPeers: [acceptor.endpoint])
        let shownByAcceptor = try acceptor.crawl(listing: 1)[0]
        #expect(shownByAcceptor.publicKey == dialler.key.publicKey.base64)
        #expect(shownByAcceptor.direction == .inbound)
        #expect(shownByAcceptor.addressText == "127.0.0.1")
        #expect(shownByAcceptor.port == nil)
        #expect(shownByAcceptor.version == "skywelld-0.29.60")
        let shownByDialler = try dialler.crawl(listing: 1)[0]
        #expect(shownByDialler.publicKey == acceptor.key.publicKey.base64)
        #expect(shownByDialler.direction == .outbound)
        #expect(shownByDialler.address == .loopback)
        #expect(shownByDialler.port == acceptor.endpoint.port)
    }

    @Test("a private peer is shown without address, and itself takes no peers")
    func privatePeer() throws {
        let sentry = try TestNode("sentry")
        let validator = try TestNode("validator", isPrivate: true, fixedPeers: [sentry.endpoint])
        let shown = try sentry.crawl(listing: 1)[0]
        #expect(shown.publicKey == validator.key.publicKey.base64)
        #expect(shown.addressText == nil && shown.port == nil)
        #expect(try validator.crawl(listing: 1)[0].port == sentry.endpoint.port)
        let client = try PeerClient()
        let outcome = client.handshake(
            with: validator.endpoint,
            key: sentry.key,
            crawl: .public,
            networkTime: networkTime,
            timeout: .seconds(5)
        )
        #expect(outcome == .refused(peers: []))
    }

    @Test("a peer client is accepted, and learns who answered")
    func peerClient() throws {
        let node = try TestNode("node")
        let key = NodeKey(seed: Seed(passphrase: "test-only client"))
        let client = try PeerClient()
        let outcome = client.handshake(
            with: node.endpoint,
            key: key,
            crawl: .private,
            networkTime: networkTime,
            timeout: .seconds(5)
        )
        let expected = HandshakeOutcome.Peer(
            publicKey: node.key.publicKey,
            version: "skywelld-0.29.60",
            crawl: .public
        )
        #expect(outcome == .established(expected))
        #expect(try node.crawl(listing: 0).isEmpty)
    }

    @Test("a clock that is off is refused without a word")
    func clockSkew() throws {
        let node = try TestNode("node")
        let key = NodeKey(seed: Seed(passphrase: "test-only client"))
        let client = try PeerClient()
        let outcome = client.handshake(
            with: node.endpoint,
            key: key,
            crawl: .private,
            networkTime: networkTime + 60,
            timeout: .seconds(5)
        )
        #expect(outcome == .failed(.talking(.closed)))
        try node.logs("handshake-refused", containing: "reason=clock-skew")
    }

    @Test("a dial that nobody answers is tried again until somebody does")
    func dialsAgain() throws {
        let port = try TestNode("short-lived").endpoint  // stopped at once, so the port is free and closed
        let dialler = try TestNode("dialler", fixedPeers: [port])
        try dialler.logs("dial-failed", containing: "reason=refused")
        try dialler.logs("redial-scheduled", containing: "remote=\(port)")
        #expect(try dialler.crawl(listing: 0).isEmpty)
    }

    @Test("a link that ends is taken off both lists, and dialled again")
    func linkEnds() throws {
        let acceptor = try TestNode("acceptor")
        do {
            let dialler = try TestNode("dialler", fixedPeers: [acceptor.endpoint])
            #expect(try acceptor.crawl(listing: 1)[0].publicKey == dialler.key.publicKey.base64)
        }
        #expect(try acceptor.crawl(listing: 0).isEmpty)
        try acceptor.logs("peer-lost", containing: "reason=closed-by-peer")
    }

    @Test("walking over the crawls finds every node that shows an address")
    func walk() throws {
        let first = try TestNode("first")
        let second = try TestNode("second", fixedPeers: [first.endpoint])
        let third = try TestNode("third", fixedPeers: [second.endpoint])
        _ = try second.crawl(listing: 2)
        let client = try CrawlClient()
        let report = Crawl.walk(from: [third.endpoint]) { client.fetch($0, timeout: .seconds(5)) }
        // Inbound peers on loopback have no port, so the crawl also knocks at the default one.
        let answered = report.visits.filter { $0.outcome.answer != nil }.map(\.endpoint)
        #expect(answered == [third.endpoint, second.endpoint, first.endpoint])
        #expect(report.isComplete)
    }
}
