import Addressing
import PeerProtocol
import Skywelld

/// Connections that others open.
extension Overlay {
    mutating func connectionAccepted(_ id: ConnectionID, remote: Endpoint, now: Duration) {
        precondition(self.connections[id] == nil, "the shell used \(id) twice")
        guard self.connections.values.count(where: { $0.direction == .inbound }) < self.limits.connections else {
            self.log(.connectionRefused(remote, .tooManyConnections))
            self.actions.append(.close(id, .tooManyConnections))
            return
        }
        self.connections[id] = Connection(
            id: id,
            remote: remote,
            direction: .inbound,
            state: .securing(until: now + self.limits.acceptedTLS)
        )
    }

    mutating func readRequest(_ rest: inout ArraySlice<UInt8>, of connection: inout Connection, now: Moment) {
        guard case .awaitingRequest(var reader, let session, let until) = connection.state else { return }
        connection.state = .closing  // the reader's buffer must have one owner, or growing it copies it
        do {
            let head = try reader.read(&rest)
            connection.state = .awaitingRequest(reader, session: session, until: until)
            guard let head else { return }
            self.answer(head, on: &connection, session: session, now: now)
        } catch {
            connection.state = .awaitingRequest(reader, session: session, until: until)
            self.close(&connection, .malformedHTTP)
        }
    }

    /// Decides what a request is: a crawl, a peer, or neither.
    ///
    /// Source: skywelld reference §3.6 and §7.1.
    private mutating func answer(
        _ head: HTTPRequestHead,
        on connection: inout Connection,
        session: SessionValue?,
        now: Moment
    ) {
        guard head.target != "/crawl" else {
            self.serveCrawl(on: &connection, now: now.elapsed)
            return
        }
        guard !ProtocolVersion.offered(in: head.fields["Upgrade"]).isEmpty else {
            self.log(.requestForbidden(connection.remote))
            let answer = HTTPAnswer.forbidden(networkTime: now.networkTime, software: self.configuration.userAgent)
            self.actions.append(.send(connection.id, answer))
            self.close(&connection, .forbidden)
            return
        }
        self.answerPeer(head, on: &connection, session: session, now: now)
    }

    /// Source: skywelld reference §3.5.
    private mutating func answerPeer(
        _ head: HTTPRequestHead,
        on connection: inout Connection,
        session: SessionValue?,
        now: Moment
    ) {
        guard ConnectAs.allowsPeer(head.fields["Connect-As"]) else {
            self.redirect(&connection, .notPeer)
            return
        }
        guard let request = try? HandshakeRequest(head) else {
            self.close(&connection, .badHandshake)
            return
        }
        switch self.identity(of: request.fields, versions: request.versions, session: session, now: now) {
        case .refused(let reason):
            self.close(&connection, reason)
        case .proven(let publicKey):
            guard let session else { return }
            if publicKey == self.configuration.nodeKey.publicKey {
                self.close(&connection, .selfConnection, publicKey: publicKey)
            } else if self.isActive(publicKey) {
                self.redirect(&connection, .duplicateKey, publicKey: publicKey)
            } else if self.activePeers.count(where: { $0.connection.direction == .inbound }) >= self.slots.inbound {
                self.redirect(&connection, .slotsFull, publicKey: publicKey)
            } else {
                let fields = self.ownFields(session: session, now: now)
                let response = HandshakeResponse(fields, httpVersion: head.version)
                self.actions.append(.send(connection.id, response.bytes))
                self.activate(&connection, publicKey, request.fields, now: now.elapsed)
            }
        }
    }

    private mutating func redirect(
        _ connection: inout Connection,
        _ reason: CloseReason,
        publicKey: NodePublicKey? = nil
    ) {
        self.actions.append(.send(connection.id, HTTPAnswer.redirect(connection.remote.address)))
        self.close(&connection, reason, publicKey: publicKey)
    }

    private mutating func serveCrawl(on connection: inout Connection, now: Duration) {
        let document = self.crawlDocument(now: now)
        self.log(.crawlServed(connection.remote, entries: document.active.count))
        self.actions.append(.send(connection.id, HTTPAnswer.crawl(document)))
        self.close(&connection, .crawlServed)
    }

    /// The active peers by their keys. The address of a peer is shown only if the peer itself said that it may be.
    private func crawlDocument(now: Duration) -> CrawlDocument {
        let peers = self.activePeers.sorted { $0.peer.publicKey < $1.peer.publicKey }
        return CrawlDocument(
            active: peers.map { connection, peer in
                let isOutbound = connection.direction == .outbound
                return CrawlEntry(
                    publicKey: peer.publicKey.base64,
                    direction: connection.direction,
                    address: peer.crawl == .public ? connection.remote.address : nil,
                    // Where an inbound peer listens is not known: it dialled from a passing port.
                    port: isOutbound ? connection.remote.port : nil,
                    uptime: Int((now - peer.activeSince).components.seconds),
                    version: peer.software
                )
            }
        )
    }
}
