package import Skywelld
package import Topology

/// The keys of one host. Printed, it shows public keys only.
package struct Identity: Sendable {
    package let nodeSeed: Seed
    /// Validators only.
    package let validationSeed: Seed?

    /// Whether anybody can derive the keys: good for a lab, and for nothing else.
    package let isThrowAway: Bool
    package let nodeKey: NodePublicKey
    /// Validators only.
    package let validationKey: NodePublicKey?

    /// Derives the public keys, which costs some 30 µs each.
    package init(nodeSeed: Seed, validationSeed: Seed?, isThrowAway: Bool = false) {
        self.nodeSeed = nodeSeed
        self.validationSeed = validationSeed
        self.isThrowAway = isThrowAway
        self.nodeKey = NodeKey(seed: nodeSeed).publicKey
        self.validationKey = validationSeed.map { NodeKey(seed: $0).publicKey }
    }

    /// Throw-away keys for the lab: anybody who knows the topology's names can derive them.
    ///
    /// The two seeds of a validator differ, or its node key would reveal it (skywelld reference §9, L3).
    package static func forLab(of host: Host, in network: NetworkName) -> Identity {
        let seed = { (section: String) in Seed(passphrase: "picket lab \(section) \(network)/\(host.name)") }
        return Identity(
            nodeSeed: seed("node_seed"),
            validationSeed: host.role == .validator ? seed("validation_seed") : nil,
            isThrowAway: true
        )
    }
}
