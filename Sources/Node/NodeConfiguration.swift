package import Addressing
package import Overlay
package import Skywelld
package import TLS

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

    /// What its machine is told, apart from what is known only at the start: the port that the kernel chose, and what the
    /// boot cache holds.
    package var overlay: Overlay.Configuration
    /// `nil`: the node listens for nobody.
    package let listener: Listener?
    /// The file that keeps endpoints over a restart; `nil` to keep none.
    package var bootcachePath: String?
    /// Where commands are taken, apart from the peer port.
    package var commandPorts: [ServerPort] = []
    /// What ports present in place of a certificate of our own making, by their names.
    package var identities: [String: TLSIdentity] = [:]
    /// Of the peer port.
    package var peerIdentity: TLSIdentity?
    /// The peer port, if commands are taken there as well.
    package var peerCommands: ServerPort?
    /// Domains that are asked for the keys of their validators.
    package var validatorDomains: [String] = []
    /// How long a WebSocket may be silent before it is pinged; `nil` for what the shell's limits say.
    package var webSocketPing: Duration?
    /// What an administrator wants done at the start.
    package var startupCommands: [RPCRequest] = []
    /// The lines of the file that say where to listen, for those who cannot.
    package var portLines: [Endpoint: Int] = [:]
    /// Where Prometheus can fetch the counters; `nil` for nowhere.
    package var metricsListener: Listener?

    package init(_ overlay: Overlay.Configuration, listener: Listener?) {
        self.overlay = overlay
        self.listener = listener
    }

    /// What a configuration file says, and what it has no words for.
    ///
    /// Source: skywelld reference §8.3.
    package init(_ file: ServerConfiguration, options: NodeOptions = NodeOptions()) {
        var overlay = Overlay.Configuration(
            nodeKey: NodeKey(seed: file.nodeSeed ?? Self.freshSeed()),
            isPrivate: file.isPrivate,
            peersMax: file.peersMax,
            fixedPeers: file.fixedPeers,
            userAgent: Self.stockUserAgent
        )
        overlay.bootstrapPeers = file.ips
        overlay.clusterKeys = Set(file.clusterNodes)
        overlay.clusterNames = file.clusterNames
        overlay.relayRule = .listed(Set(file.validators))
        overlay.relaysTransactions = options.relaysTransactions
        overlay.protection = options.protection
        overlay.crawl = options.crawl
        overlay.crawlForm = options.crawlForm
        overlay.redialProfile = options.redialProfile
        overlay.validationKey = file.validationSeed.map { NodeKey(seed: $0).publicKey }
        if let seed = file.validationSeed, let interval = options.voiceInterval {
            overlay.voice = Voice(key: NodeKey(seed: seed), interval: interval)
        }
        self.init(overlay, listener: file.peerPort.map { Listener(address: $0.address, port: $0.port) })
        self.validatorDomains = file.validatorDomains
        self.webSocketPing = file.webSocketPing
        self.bootcachePath = options.bootcachePath
        self.peerCommands = file.peerPort.flatMap { Self.served(on: $0) == [.peer] ? nil : $0 }
        self.commandPorts = file.ports.filter { !$0.services.contains(.peer) && !Self.served(on: $0).isEmpty }
        self.metricsListener = options.metrics.map { Listener(address: $0.address, port: $0.port) }
    }

    /// Of an identity that lasts as long as the process.
    private static func freshSeed() -> Seed {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<Seed.length).map { _ in UInt8.random(in: 0...(.max), using: &generator) }
        guard let seed = Seed(bytes: bytes) else { preconditionFailure("a seed has \(Seed.length) bytes") }
        return seed
    }

    /// What the configuration asks for on a port, and the node does not do there, in the order of the services.
    static func unserved(on port: ServerPort) -> [ServerPort.Service] {
        ServerPort.Service.allCases.filter { port.services.subtracting(Self.served(on: port)).contains($0) }
    }

    /// A port that peers do not use and that has both kinds of HTTP, or of WebSocket, serves the encrypted one.
    private static func served(on port: ServerPort) -> Set<ServerPort.Service> {
        if port.services.contains(.peer) { return port.services.subtracting([.ws, .wss]) }
        return [.https, .wss, .http, .ws].first(where: port.services.contains).map { [$0] } ?? []
    }
}
