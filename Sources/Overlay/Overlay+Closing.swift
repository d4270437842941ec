import Addressing
import PeerProtocol
import Skywelld

/// What all states share.
extension Overlay {
    mutating func log(_ notice: Notice) {
        self.actions.append(.log(notice))
    }

    /// Ends a connection, and says why in the log.
    ///
    /// - Parameters:
    ///   - connection: Still open.
    ///   - reason: Why.
    ///   - publicKey: The other end's, if it has proven that it is its own but is no peer yet.
    mutating func close(_ connection: inout Connection, _ reason: CloseReason, publicKey: NodePublicKey? = nil) {
        if let peer = connection.peer {
            self.log(.peerClosed(peer.publicKey, connection.remote, connection.direction, reason))
        } else if reason != .crawlServed, reason != .forbidden {
            self.log(.handshakeRefused(connection.remote, connection.direction, reason, publicKey))
        }
        connection.state = .closing
        self.actions.append(.close(connection.id, reason))
    }

    /// The active peers, without a connection that is out of the table.
    var activePeers: [(connection: Connection, peer: Peer)] {
        self.connections.values.compactMap { connection in connection.peer.map { (connection, $0) } }
    }
}
