internal import Addressing
internal import Logging
internal import Node
internal import Overlay
internal import Skywelld

/// A node on a free port of the loopback interface, and how many links it has made.
struct BenchNode {
    let endpoint: Endpoint
    let links: LinkCounter
    private let node: Node

    init(_ configuration: NodeConfiguration, beside other: BenchNode? = nil) throws {
        let links = LinkCounter()
        let logger = Logger(label: "bench") { _ in LinkCounter.Handler(counter: links) }
        let node =
            if let other {
                try Node.start(configuration, beside: other.node, logger: logger)
            } else {
                try Node.start(configuration, logger: logger)
            }
        guard let endpoint = node.endpoint else { fatalError("the node does not listen") }
        self.endpoint = endpoint
        self.links = links
        self.node = node
    }

    func connect(to endpoints: [Endpoint]) {
        for endpoint in endpoints { self.node.connect(to: endpoint) }
    }

    func stop() {
        self.node.stop()
    }

    static func key(_ name: String) -> NodeKey {
        NodeKey(seed: Seed(passphrase: "bench-only \(name)"))
    }

    static func configuration(
        _ name: String,
        peersMax: Int = 0,
        fixedPeers: [Endpoint] = []
    ) -> NodeConfiguration {
        let overlay = Overlay.Configuration(
            nodeKey: Self.key(name),
            isPrivate: false,
            peersMax: peersMax,
            fixedPeers: fixedPeers,
            userAgent: NodeConfiguration.stockUserAgent
        )
        return NodeConfiguration(overlay, listener: .init(address: .loopback, port: nil))
    }
}

extension IPv4Address {
    static let loopback = IPv4Address(rawValue: 0x7F00_0001)
}
