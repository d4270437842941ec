package import Addressing

/// What a node takes from `skywelld.cfg`.
///
/// Other services of the server (databases, consensus) may be configured in the same file; their sections are left
/// alone. Where the real server would silently do something else than the file seems to say, the file
/// is refused.
package struct ServerConfiguration: Equatable, Sendable {
    /// What came out of reading a file.
    package struct Reading: Sendable {
        /// `nil` if any problem is an error.
        package let configuration: ServerConfiguration?
        /// All of them, by line; those without a line first.
        package let problems: [ConfigurationProblem]
    }

    /// In the order of `[server]`; at most one has the protocol `peer`.
    package let ports: [ServerPort]
    /// `[ips]`: where to look for a first peer, in the order of the file.
    package let ips: [Endpoint]
    /// `[ips_fixed]`: the peers to stay connected to, in the order of the file, without repetitions.
    package let fixedPeers: [Endpoint]
    /// The entries of `[ips]` that are names, to be looked up in DNS; a host that hides has none.
    package let namedIPs: [NamedEndpoint]
    /// The same of `[ips_fixed]`.
    package let namedFixedPeers: [NamedEndpoint]
    /// `[peer_private]`.
    package let isPrivate: Bool
    /// `[peers_max]`; 0 stands for the server's default.
    package let peersMax: Int
    /// `[node_seed]`; `nil` for an identity that the server makes itself.
    package let nodeSeed: Seed?
    /// `[validation_seed]`; `nil` for a server that does not validate.
    package let validationSeed: Seed?
    /// `[validators]`: whose votes count, as far as they are named by key, in the order of the file.
    package let validators: [NodePublicKey]
    /// `[validators]`, as far as they are named by domain; a host that hides has none, because asking would give it away.
    package let validatorDomains: [String]
    /// `[cluster_nodes]`, in the order of the file.
    package let clusterNodes: [NodePublicKey]
    /// What the members are called there, as far as they have names.
    package let clusterNames: [NodePublicKey: String]
    /// `[rpc_startup]`: a command to a line, as JSON that nobody has looked at, in the order of the file.
    package let startupCommands: [ConfigurationFile.Line]
    /// `[database_path]`, as it is written; `nil` for the server's default.
    package let databasePath: String?
    /// `[websocket_ping_frequency]`; `nil` for the server's default.
    package let webSocketPing: Duration?
    /// `[validators_file]`, as it is written, with its line; `nil` if there is none.
    package let validatorsFile: ConfigurationFile.Line?

    /// `nil` if no port has the protocol `peer`: the node then listens for nobody.
    package var peerPort: ServerPort? {
        self.ports.first { $0.services.contains(.peer) }
    }

    package var hasValidationSeed: Bool {
        self.validationSeed != nil
    }

    /// The peer port that the documentation names, used where an entry has none.
    ///
    /// Source: skywelld reference §8.2 and §8.3.
    package static let defaultPeerPort: Port = 50333

    /// The highest `[peers_max]` that is accepted; the server itself knows no limit.
    package static let highestPeersMax = 10_000

    /// The longest `[websocket_ping_frequency]` that is accepted, in seconds: a day.
    package static let longestWebSocketPing = 86_400

    /// What a file that `[validators_file]` names says.
    package struct ValidatorsReading: Sendable {
        package let keys: [NodePublicKey]
        package let domains: [String]
        package let problems: [ConfigurationProblem]

        /// Of no file.
        package static let nobody = ValidatorsReading(keys: [], domains: [], problems: [])
    }

    /// Reads such a file, which has a section `[validators]` of its own.
    ///
    /// - Parameter isPrivate: Whether the host hides: then no domain may learn of it.
    package static func readValidators(_ file: ConfigurationFile, isPrivate: Bool) -> ValidatorsReading {
        var reader = ServerConfigurationReader(file: file)
        let validators = reader.readValidators(isPrivate: isPrivate)
        if file["validators"] == nil {
            reader.report(.warning, at: nil, "there is no section [validators] in this file, so it names nobody")
        }
        return ValidatorsReading(keys: validators.keys, domains: validators.domains, problems: reader.problems)
    }

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
