import Addressing
import Crawler
import Glibc
import Overlay
import PeerProtocol
import Skywelld
import TLS
import Testing

@testable import Node

/// A node on a free port of the loopback interface, stopped with the value.
struct TestNode: ~Copyable {
    let endpoint: Endpoint
    let key: NodeKey
    let log: CapturedLog
    private let node: Node

    init(
        _ name: String,
        isPrivate: Bool = false,
        fixedPeers: [Endpoint] = [],
        limits: Limits = .standard,
        shellLimits: ShellLimits = .standard,
        port: Port? = nil,
        configure: (inout NodeConfiguration) -> Void = { _ in }
    ) throws {
        let key = NodeKey(seed: Seed(passphrase: "test-only \(name)"))
        let overlay = Overlay.Configuration(
            nodeKey: key,
            isPrivate: isPrivate,
            fixedPeers: fixedPeers,
            userAgent: NodeConfiguration.stockUserAgent
        )
        var configuration = NodeConfiguration(overlay, listener: .init(address: .loopback, port: port))
        configure(&configuration)
        let log = CapturedLog()
        let node = try Node.start(
            configuration,
            limits: limits,
            shellLimits: shellLimits,
            logger: log.logger,
            seed: 1
        )
        try self.init(node, key, log)
    }

    private init(_ node: Node, _ key: NodeKey, _ log: CapturedLog) throws {
        let endpoint = try #require(node.endpoint)
        self.endpoint = endpoint
        self.key = key
        self.log = log
        self.node = node
    }

    deinit {
        self.node.stop()
    }

    /// Its `/crawl`, as a stranger sees it.
    func crawl() -> CrawlOutcome {
        .ofFetching(self.endpoint)
    }

    /// Its `/crawl`, once it lists as many peers.
    func crawl(listing count: Int) throws -> [ListedPeer] {
        let endpoint = self.endpoint
        try eventually { CrawlOutcome.ofFetching(endpoint).answer?.peers.count == count }
        return CrawlOutcome.ofFetching(endpoint).answer?.peers ?? []
    }

    /// Waits for a line in the log.
    func logs(_ name: String, containing text: String = "") throws {
        let log = self.log
        try eventually { log.all(name).contains { $0.contains(text) } }
    }
}

extension CrawlOutcome {
    static func ofFetching(_ endpoint: Endpoint) -> CrawlOutcome {
        do {
            let client = try CrawlClient()
            return client.fetch(endpoint, timeout: .seconds(5))
        } catch {
            return .failed(.securing(.tls(error)))
        }
    }
}

extension IPv4Address {
    static let loopback = IPv4Address(rawValue: 0x7F00_0001)
}

/// The clock that handshakes speak of.
var networkTime: UInt64 {
    NetworkTime.fromUnix(UInt64(time(nil))) ?? 0
}

struct NeverCame: Error {}

/// Looks again and again, some seconds in all, until something is so.
func eventually(_ condition: () throws -> Bool) throws {
    for _ in 0..<3_000 {
        if try condition() { return }
        poll(nil, 0, 10)
    }
    throw NeverCame()
}
