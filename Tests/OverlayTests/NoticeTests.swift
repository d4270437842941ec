import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@Suite("Notice")
struct NoticeTests {
    private static let key = Bench.validator.publicKey
    private static let all: [Notice] = [
        .started(publicKey: key, listeningPort: nil, isPrivate: true, fixedPeers: 2),
        .dialling(Bench.fixed),
        .redialScheduled(Bench.fixed, after: .milliseconds(1500)),
        .dialFailed(Bench.fixed, .unreachable),
        .peerActive(key, Bench.fixed, .outbound, software: "x\u{1B}[31m\u{9B}é\n", crawl: .public),
        .peerClosed(key, Bench.remote, .inbound, .typeZero),
        .peerLost(key, Bench.remote, .inbound, .reset),
        .handshakeRefused(Bench.remote, .inbound, .duplicateKey, key),
        .handshakeRefused(Bench.remote, .inbound, .badSignature, nil),
        .handshakeAbandoned(Bench.remote, .inbound, .closedByPeer),
        .crawlServed(Bench.remote, entries: 3),
        .requestForbidden(Bench.remote),
        .connectionRefused(Bench.remote, .tooManyConnections),
        .protectedPeerIsPublic(key, Bench.remote, .inbound),
        Notice.peerActive(key, Bench.remote, .inbound, software: "x", crawl: .private).redacted(as: .protected),
    ]

    @Test("is an event with metadata")
    func rendering() {
        let lines = Self.all.map { notice in
            "\(notice.level) \(notice.name) " + notice.metadata.map { "\($0)=\($1)" }.joined(separator: " ")
        }
        let key = "n9L81WCBc6x29PP2N6iXRCoynfRLKZ1dhJyj1PU46bNGWtSnBBKf"
        #expect(
            lines == [
                "info started node=\(key) port=none private=yes fixed-peers=2",
                "debug dialling remote=10.1.10.55:50333",
                "debug redial-scheduled remote=10.1.10.55:50333 after=1.5 seconds",
                "info dial-failed remote=10.1.10.55:50333 reason=unreachable",
                "notice peer-active remote=10.1.10.55:50333 direction=out peer=\(key) version=x?[31m??? crawl=public",
                "notice peer-closed remote=203.0.113.9:40000 direction=in peer=\(key) reason=type-zero",
                "notice peer-lost remote=203.0.113.9:40000 direction=in peer=\(key) reason=reset",
                "info handshake-refused remote=203.0.113.9:40000 direction=in peer=\(key) reason=duplicate-key",
                "info handshake-refused remote=203.0.113.9:40000 direction=in reason=bad-signature",
                "debug handshake-abandoned remote=203.0.113.9:40000 direction=in reason=closed-by-peer",
                "debug crawl-served remote=203.0.113.9:40000 entries=3",
                "debug request-forbidden remote=203.0.113.9:40000",
                "debug connection-refused remote=203.0.113.9:40000 reason=too-many-connections",
                "error protected-peer-public remote=203.0.113.9:40000 direction=in peer=\(key)",
                "notice peer-active remote=protected direction=in peer=protected version=protected crawl=private",
            ]
        )
    }

    @Test("redacted, says neither who nor where, and nothing of the peer's own words")
    func redacted() {
        for notice in Self.all where notice.name != "started" {
            let text = notice.redacted(as: .protected).metadata.map(\.1).joined(separator: " ")
            #expect(!text.contains(Self.key.base58) && !text.contains("x"))
            for endpoint in [Bench.fixed, Bench.remote] { #expect(!text.contains(endpoint.address.description)) }
            #expect(
                notice.redacted(as: .protected).name == notice.name
                    && notice.redacted(as: .protected).level == notice.level
            )
            #expect(
                notice.redacted(as: .protected).subject.remote == nil
                    && notice.redacted(as: .protected).subject.key == nil
            )
        }
    }

    @Test("names and reasons are lower case words")
    func words() {
        let words = Self.all.map(\.name) + CloseReason.allCases.map(\.rawValue)
        #expect(words.allSatisfy { word in word.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber } })
    }
}
