import PeerProtocol
import Skywelld

/// What both directions of a handshake have in common.
extension Overlay {
    enum Identity {
        case proven(NodePublicKey)
        case refused(CloseReason)
    }

    /// Checks what the other end says about itself, in the order of the reference.
    ///
    /// Source: skywelld reference §3.5.
    func identity(
        of fields: HandshakeFields,
        versions: [ProtocolVersion],
        session: SessionValue?,
        now: Moment
    ) -> Identity {
        guard let session else { return .refused(.noSessionValue) }
        if let networkTime = fields.networkTime, !NetworkTime.isWithinTolerance(networkTime, now.networkTime) {
            return .refused(.clockSkew)
        }
        guard ProtocolVersion.isAcceptable(versions) else { return .refused(.versionTooNew) }
        guard let publicKey = NodePublicKey(base58: fields.publicKey) else { return .refused(.badHandshake) }
        guard publicKey.isValidSignature(fields.signature, digest: session.bytes) else {
            return .refused(.badSignature)
        }
        return .proven(publicKey)
    }

    /// What we say about ourselves.
    func ownFields(session: SessionValue, now: Moment) -> HandshakeFields {
        HandshakeFields(
            software: self.configuration.userAgent,
            crawl: self.configuration.isPrivate ? .private : .public,
            publicKey: self.configuration.nodeKey.publicKey.base58,
            signature: self.configuration.nodeKey.sign(digest: session.bytes),
            networkTime: now.networkTime
        )
    }

    func isActive(_ publicKey: NodePublicKey) -> Bool {
        self.activePeers.contains { $0.peer.publicKey == publicKey }
    }

    mutating func activate(
        _ connection: inout Connection,
        _ publicKey: NodePublicKey,
        _ fields: HandshakeFields,
        now: Duration
    ) {
        connection.state = .active(
            Peer(publicKey: publicKey, fields: fields, limits: self.limits.frames, now: now)
        )
        self.fixedPeers.becameActive(connection.id)
        self.log(
            .peerActive(
                publicKey,
                connection.remote,
                connection.direction,
                software: fields.software,
                crawl: fields.crawl
            )
        )
    }
}
