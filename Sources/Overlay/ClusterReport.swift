import PeerProtocol
import Skywelld

/// What a member of our cluster last said about itself.
struct ClusterReport: Equatable, Sendable {
    /// 256 is normal. Source: skywelld reference §4.3.
    let load: UInt32
    /// When it said so.
    let time: Duration
}

extension Overlay {
    /// Keeps what a member says about itself. Other members and addresses that it names are not believed.
    ///
    /// Source: skywelld reference §5.7.
    mutating func noteReport(_ cluster: Cluster, of connection: Connection, now: Duration) {
        guard connection.isClusterMember, let key = connection.peer?.publicKey else { return }
        let text = key.base58
        guard let own = cluster.nodes.first(where: { $0.publicKey == text }) else { return }
        self.clusterReports[key] = ClusterReport(load: own.load, time: now)
    }
}
