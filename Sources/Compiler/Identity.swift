package import Skywelld
package import Topology

/// The keys of one host. Printed, it shows public keys only.
package struct Identity: Sendable {
    package let nodeSeed: Seed
    /// Validators only.
    package let validationSeed: Seed?

    package var nodeKey: NodePublicKey { NodeKey(seed: self.nodeSeed).publicKey }
    package var validationKey: NodePublicKey? { self.validationSeed.map { NodeKey(seed: $0).publicKey } }

    package init(nodeSeed: Seed, validationSeed: Seed?) {
        self.nodeSeed = nodeSeed
        self.validationSeed = validationSeed
    }

    /// Throw-away keys for the lab: anybody who knows the topology's names can derive them.
    ///
    /// The two seeds of a validator differ, or its node key would reveal it (skywelld reference §9, L3).
    package static func forLab(of host: Host, in network: NetworkName) -> Identity {
        let seed = { (section: String) in Seed(passphrase: "picket lab \(section) \(network)/\(host.name)") }
        return Identity(
            nodeSeed: seed("node_seed"),
            validationSeed: host.role == .validator ? seed("validation_seed") : nil
        )
    }
}
