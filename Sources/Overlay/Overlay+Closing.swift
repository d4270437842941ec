import Addressing
import PeerProtocol
import Skywelld

/// What all states share.
extension Overlay {
    /// Logs a notice; if it is about a protected peer, or about somebody who may be one, without the address and the key.
    ///
    /// All notices go this way, so that none can name one.
    mutating func log(_ notice: Notice, about connection: Connection? = nil) {
        self.counters.count(notice)
        self.actions.append(.log(self.mask(of: notice, about: connection).map(notice.redacted) ?? notice))
    }

    /// What to say in place of whom the notice names; `nil` if they may be named.
    private func mask(of notice: Notice, about connection: Connection?) -> Notice.Mask? {
        let protection = self.finder.protection
        let (remote, key) = notice.subject
        if connection?.claimsProtected ?? false || remote.map({ protection.covers($0.address) }) ?? false
            || key.map(protection.covers) ?? false
        {
            return .protected
        }
        // A key is there only if it was proven, and it is nobody's whom we protect.
        guard key == nil, let remote, protection.mayHide(at: remote.address) else { return nil }
        return .unproven
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
        } else if reason == .madeRoom {
            self.log(.connectionRefused(remote, reason), about: connection)
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
        self.lastCrawl = nil
        if let index = self.links.firstIndex(where: { $0.id == id }) { self.links.remove(at: index) }
        if self.links.isEmpty { self.nextAnnouncement = nil }
    }

    mutating func releaseAccepted(_ address: IPv4Address) {
        self.acceptedCount -= 1
        let left = self.acceptedByAddress[address, default: 0] - 1
        self.acceptedByAddress[address] = left > 0 ? left : nil
    }
}
