internal import Skywelld

/// Keys for mutations of clusters.
enum ClusterKeys {
    /// The node key of nobody.
    static let stranger = NodeKey(seed: Seed(passphrase: "picket linter: a stranger")).publicKey.base58 + " stranger"
}
