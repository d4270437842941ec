import Addressing
import PeerProtocol
import Skywelld

/// What all states share.
extension Overlay {
    /// Logs a notice; if it is about a protected peer, without the address and the key.
    ///
    /// All notices go this way, so that none can name one.
    mutating func log(_ notice: Notice, about connection: Connection? = nil) {
        self.counters.count(notice)
        let subject = notice.subject
        let isProtected =
            connection?.claimsProtected ?? false
            || subject.remote.map { self.finder.protection.covers($0.address) } ?? false
            || subject.key.map(self.finder.protection.covers) ?? false
        self.actions.append(.log(isProtected ? notice.redacted : notice))
    }

    /// Ends a connection, and says why in the log.
    ///
    /// - Parameters:
    ///   - connection: Still open.
    ///   - reason: Why.
    ///   - publicKey: The other end's, if it has proven that it is its own but is no peer yet.
    mutating func close(_ connection: inout Connection, _ reason: CloseReason, publicKey: NodePublicKey? = nil) {
        let (remote, direction) = (connection.remote, connection.direction)
        if let peer = connection.peer {
            self.log(.peerClosed(peer.publicKey, remote, direction, reason), about: connection)
            self.unlink(connection.id)
        } else if reason != .crawlServed, reason != .forbidden {
            self.log(.handshakeRefused(remote, direction, reason, publicKey), about: connection)
        }
        self.finder.retire(connection.id)
        connection.beginClosing()
        self.actions.append(.close(connection.id, reason))
    }

    /// Ends a link where it lies.
    mutating func close(at place: Int, _ reason: CloseReason) {
        var connection = self.connections.takeOut(place)
        self.close(&connection, reason)
        self.connections.putBack(&connection, at: place)
    }

    /// A link has ended.
    mutating func unlink(_ id: ConnectionID) {
        if let index = self.links.firstIndex(where: { $0.id == id }) { self.links.remove(at: index) }
        if self.links.isEmpty { self.nextAnnouncement = nil }
    }

    mutating func releaseAccepted(_ address: IPv4Address) {
        self.acceptedCount -= 1
        let left = self.acceptedByAddress[address, default: 0] - 1
        self.acceptedByAddress[address] = left > 0 ? left : nil
    }
}
