package import Addressing

/// What a node takes from `skywelld.cfg`.
///
/// Other services of the server (RPC, WebSocket, databases, consensus) may be configured in the same file; their
/// sections are left alone. Where the real server would silently do something else than the file seems to say, the file
/// is refused.
package struct ServerConfiguration: Equatable, Sendable {
    /// Where the node listens for peers.
    package struct PeerPort: Equatable, Sendable {
        /// The name of its section.
        package let name: String
        /// The address to bind; `0.0.0.0` for all.
        package let address: IPv4Address
        package let port: Port
    }

    /// What came out of reading a file.
    package struct Reading: Sendable {
        /// `nil` if any problem is an error.
        package let configuration: ServerConfiguration?
        /// All of them, by line; those without a line first.
        package let problems: [ConfigurationProblem]
    }

    /// `nil` if no port has the protocol `peer`: the node then listens for nobody.
    package let peerPort: PeerPort?
    /// `[ips]`: where to look for a first peer, in the order of the file.
    package let ips: [Endpoint]
    /// `[ips_fixed]`: the peers to stay connected to, in the order of the file, without repetitions.
    package let fixedPeers: [Endpoint]
    /// `[peer_private]`.
    package let isPrivate: Bool
    /// `[peers_max]`; 0 stands for the server's default.
    package let peersMax: Int
    /// `[node_seed]`.
    package let nodeSeed: Seed
    /// Whether there is a `[validation_seed]`.
    package let hasValidationSeed: Bool

    /// The peer port that the documentation names, used where an entry has none.
    ///
    /// Source: skywelld reference §8.2 and §8.3.
    package static let defaultPeerPort: Port = 50333

    /// The highest `[peers_max]` that is accepted; the server itself knows no limit.
    package static let highestPeersMax = 10_000

    /// Reads a file strictly, and reports every problem in one run.
    package static func read(_ file: ConfigurationFile) -> Reading {
        var reader = ServerConfigurationReader(file: file)
        let configuration = reader.read()
        let problems = reader.problems.enumerated()
            .sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
            .map(\.element)
        let isUsable = problems.allSatisfy { $0.severity != .error }
        return Reading(configuration: isUsable ? configuration : nil, problems: problems)
    }
}
