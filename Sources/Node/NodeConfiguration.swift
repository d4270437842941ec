package import Addressing
package import Overlay
package import Skywelld

/// What one node is: who, where it listens, whom it dials.
package struct NodeConfiguration: Sendable {
    /// Where peers can reach the node.
    package struct Listener: Sendable {
        package let address: IPv4Address
        /// `nil` for any free port.
        package let port: Port?

        package init(address: IPv4Address, port: Port?) {
            self.address = address
            self.port = port
        }
    }

    /// As the stock server calls itself. Source: skywelld reference §3.1.
    package static let stockUserAgent = "skywelld-0.29.60"

    package let nodeKey: NodeKey
    /// `nil`: the node listens for nobody.
    package let listener: Listener?
    package let isPrivate: Bool
    /// 0 stands for the default.
    package let peersMax: Int
    package let fixedPeers: [Endpoint]
    package let userAgent: String
    /// Where to look for first peers, beyond the fixed ones.
    package var bootstrapPeers: [Endpoint] = []
    /// The file that keeps endpoints over a restart; `nil` to keep none.
    package var bootcachePath: String?
    /// Of whom nobody may learn from this node.
    package var protection = Protection()
    /// Members of our cluster.
    package var clusterKeys: Set<NodePublicKey> = []
    package var crawl = CrawlPolicy.stock
    /// Whose votes are sent on.
    package var relayRule = RelayRule.listed([])
    package var relaysTransactions = false
    package var hopRelay = HopRelay.proven
    package var gossipScope = GossipScope.publicOnly
    /// Speaks as a validator; `nil` for a node that is none.
    package var voice: Voice?

    /// Where commands are taken, apart from the peer port.
    package var commandPorts: [ServerPort] = []
    /// Where Prometheus can fetch the counters; `nil` for nowhere.
    package var metricsListener: Listener?

    package init(
        nodeKey: NodeKey,
        listener: Listener?,
        isPrivate: Bool = false,
        peersMax: Int = 0,
        fixedPeers: [Endpoint] = [],
        userAgent: String = Self.stockUserAgent
    ) {
        self.nodeKey = nodeKey
        self.listener = listener
        self.isPrivate = isPrivate
        self.peersMax = peersMax
        self.fixedPeers = fixedPeers
        self.userAgent = userAgent
    }

    /// What a configuration file says, and what it has no words for.
    ///
    /// Source: skywelld reference §8.3.
    package init(_ file: ServerConfiguration, options: NodeOptions = NodeOptions()) {
        self.init(
            nodeKey: NodeKey(seed: file.nodeSeed),
            listener: file.peerPort.map { Listener(address: $0.address, port: $0.port) },
            isPrivate: file.isPrivate,
            peersMax: file.peersMax,
            fixedPeers: file.fixedPeers
        )
        self.bootstrapPeers = file.ips
        self.clusterKeys = Set(file.clusterNodes)
        self.relayRule = .listed(Set(file.validators))
        self.relaysTransactions = options.relaysTransactions
        self.protection = options.protection
        self.crawl = options.crawl
        self.bootcachePath = options.bootcachePath
        self.commandPorts = file.ports.filter { !Self.served(on: $0).isDisjoint(with: [.http, .https]) }
        self.metricsListener = options.metrics.map { Listener(address: $0.address, port: $0.port) }
        if let seed = file.validationSeed, let interval = options.voiceInterval {
            self.voice = Voice(key: NodeKey(seed: seed), interval: interval)
        }
    }

    /// What the configuration asks for on a port, and the node does not do there, in the order of the services.
    static func unserved(on port: ServerPort) -> [ServerPort.Service] {
        ServerPort.Service.allCases.filter { port.services.subtracting(Self.served(on: port)).contains($0) }
    }

    /// A port that peers use serves them alone: no command can then come in by it, whatever its file says. A port with
    /// both kinds of HTTP serves the encrypted one.
    private static func served(on port: ServerPort) -> Set<ServerPort.Service> {
        if port.services.contains(.peer) { return [.peer] }
        return port.services.contains(.https) ? [.https] : port.services.intersection([.http])
    }

    func overlay(listeningOn port: Port?) -> Overlay.Configuration {
        var configuration = Overlay.Configuration(
            nodeKey: self.nodeKey,
            isPrivate: self.isPrivate,
            peersMax: self.peersMax,
            fixedPeers: self.fixedPeers,
            listeningPort: port?.rawValue,
            userAgent: self.userAgent
        )
        configuration.bootstrapPeers = self.bootstrapPeers
        configuration.bootcache = self.bootcachePath.flatMap(BootcacheFile.read) ?? []
        configuration.protection = self.protection
        configuration.clusterKeys = self.clusterKeys
        configuration.crawl = self.crawl
        configuration.relayRule = self.relayRule
        configuration.relaysTransactions = self.relaysTransactions
        configuration.hopRelay = self.hopRelay
        configuration.gossipScope = self.gossipScope
        configuration.voice = self.voice
        return configuration
    }
}
