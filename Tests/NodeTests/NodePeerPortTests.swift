import Addressing
import Crawler
import Glibc
import Overlay
import PeerProtocol
import Skywelld
import Testing

@testable import Node

@Suite("A peer port that takes commands")
struct NodePeerPortTests {
    private struct SharedPort: ~Copyable {
        let node: Node
        let endpoint: Endpoint

        init(_ services: Set<ServerPort.Service>, limits: ShellLimits = .standard) throws {
            let port = ServerPort(
                name: "port_peer",
                address: .loopback,
                port: try freePort(),
                services: services,
                administrators: .listed([.loopback])
            )
            let overlay = Overlay.Configuration(
                nodeKey: NodeKey(seed: Seed(passphrase: "test-only shared port")),
                isPrivate: false,
                userAgent: NodeConfiguration.stockUserAgent
            )
            var configuration = NodeConfiguration(overlay, listener: .init(address: .loopback, port: port.port))
            configuration.peerCommands = port
            self.init(
                node: try Node.start(configuration, shellLimits: limits, logger: CapturedLog().logger, seed: 1),
                endpoint: Endpoint(.loopback, port.port)
            )
        }

        private init(node: Node, endpoint: Endpoint) {
            self.node = node
            self.endpoint = endpoint
        }

        deinit {
            self.node.stop()
        }

        /// What curl gets; empty if it gets nothing.
        func curl(_ scheme: String, _ arguments: String) throws -> String {
            try commandOutput(
                "curl -sk --max-time 10 \(arguments.replacing("URL", with: "\(scheme)://\(self.endpoint)"))"
            )
        }
    }

    private static let ask = #"-d '{"method":"peers"}' URL/"#

    @Test("commands are answered in the clear and over TLS, beside crawls and peers")
    func serves() throws {
        let port = try SharedPort([.peer, .http])
        for scheme in ["http", "https"] {
            #expect(try port.curl(scheme, Self.ask).contains(#""status":"success""#))
        }
        #expect(try port.curl("https", "URL/crawl") == "{\"overlay\":{\"active\":[]}}\n")
        #expect(try !port.curl("http", "URL/crawl").contains("overlay"))
        let peer = try TestNode("peer", fixedPeers: [port.endpoint])
        _ = try peer.crawl(listing: 1)
        #expect(try port.curl("http", Self.ask).contains(peer.key.publicKey.base58))
    }

    @Test("several commands fit on one connection, and a large one comes in parts")
    func staysOpen() throws {
        let port = try SharedPort([.peer, .https])
        let padding = String(repeating: "x", count: 50_000)
        let command = #"-d '{"method":"ping","params":[{"x":"\#(padding)"}]}' URL/"#
        let answers = try port.curl("https", "\(command) --next -sk -d '{\"method\":\"ping\"}' URL/")
        #expect(answers.split(separator: "\n").count == 2)
        #expect(answers.split(separator: "\n").allSatisfy { $0.contains("success") })
    }

    @Test("without 'http' nothing is said in the clear")
    func onlyEncrypted() throws {
        let port = try SharedPort([.peer, .https])
        #expect(try port.curl("http", Self.ask).isEmpty)
        #expect(try port.curl("https", Self.ask).contains("success"))
    }

    @Test("who says nothing is dropped, before and after TLS is told from plain HTTP")
    func silence() throws {
        var limits = ShellLimits.standard
        limits.detectionTimeout = .milliseconds(100)
        let port = try SharedPort([.peer, .http], limits: limits)
        _ = try RawPeer(tcp: port.endpoint).endDirection()
        let silent = try RawPeer(tcp: port.endpoint)
        #expect(silent.isEnded())
    }

    @Test("what is neither a command nor a peer is refused as everywhere")
    func garbage() throws {
        let port = try SharedPort([.peer, .http])
        try SecurePeer(port.endpoint).say([0, 1, 2, 3]).expectEnd()
        try SecurePeer(port.endpoint).upgrade().say([0, 0, 0, 0, 0, 0]).expectEnd()
        #expect(try port.curl("https", Self.ask).contains("success"))
    }
}
