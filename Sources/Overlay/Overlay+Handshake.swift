import Addressing
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
        let text = fields.publicKey
        if let publicKey = self.signatures.proven(text, fields.signature, session.bytes) {
            return .proven(publicKey)
        }
        return .refused(NodePublicKey(base58: text) == nil ? .badHandshake : .badSignature)
    }

    /// Takes note of whom the other end says to be, before anything of it is checked: if it says that it is a protected peer, nothing
    /// about this connection may be told, whatever becomes of it.
    func noteClaim(_ fields: HTTPFields, on connection: inout Connection) {
        guard !self.finder.protection.keys.isEmpty,
            let key = fields["Public-Key"].flatMap({ NodePublicKey(base58: $0) })
        else { return }
        if self.finder.protection.covers(key) { connection.claimsProtected = true }
    }

    /// What we say about ourselves.
    func ownFields(session: SessionValue, now: Moment) -> HandshakeFields {
        HandshakeFields(
            software: self.configuration.userAgent,
            crawl: self.configuration.isPrivate ? .private : .public,
            publicKey: self.publicKeyText,
            signature: self.signatures.sign(self.configuration.nodeKey, session.bytes),
            networkTime: now.networkTime
        )
    }

    /// This node itself listens at an endpoint that it dialled.
    mutating func foundOurselves(at endpoint: Endpoint, now: Duration) {
        self.finder.foundOurselves(at: endpoint)
        self.fixedPeers.foundOurselves(at: endpoint, now: now)
    }

    mutating func activate(
        _ connection: inout Connection,
        _ publicKey: NodePublicKey,
        _ fields: HandshakeFields,
        now: Duration
    ) {
        connection.state = .active(Peer(publicKey: publicKey, fields: fields, decoder: self.decoder, now: now))
        connection.pulse = Pulse(isClusterMember: self.configuration.clusterKeys.contains(publicKey), now: now)
        connection.consumer = self.finder.isFree(connection.id) ? nil : connection.possibleConsumer
        if let place = self.connections.place(of: connection.id) {
            self.links.append(LinkPlace(id: connection.id, place: place))
        }
        if self.nextAnnouncement == nil { self.nextAnnouncement = now + Peer.endpointsInterval }
        self.lastCrawl = nil
        self.fixedPeers.becameActive(connection.id)
        let (remote, direction) = (connection.remote, connection.direction)
        self.log(
            .peerActive(publicKey, remote, direction, software: fields.software, crawl: fields.crawl),
            about: connection
        )
        if self.finder.protection.covers(publicKey) || self.finder.protection.covers(remote.address),
            fields.crawl != .private
        {
            self.log(.protectedPeerIsPublic(publicKey, remote, direction), about: connection)
        }
    }
}
