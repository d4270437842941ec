import Addressing
import Skywelld
import Topology

/// A hidden host, and what gives it away.
struct ProtectedHost: Sendable {
    let name: HostName
    let addresses: [IPv4Address]
    /// Of its node.
    let key: NodePublicKey
}
