import Addressing
import PeerProtocol
import Skywelld

/// Connections that we open.
extension Overlay {
    mutating func connectionOpened(_ id: ConnectionID) {
        guard let place = self.connections.place(of: id) else { return }
        if case .dialling = self.connections[at: place].state {
            let since = self.connections[at: place].since
            self.connections[at: place].state = .securing(until: since + self.limits.dial)
        }
        self.schedule(at: place)
    }

    mutating func sendRequest(on connection: inout Connection, session: SessionValue?, now: Moment) {
        guard let session else {
            self.close(&connection, .noSessionValue)
            return
        }
        let request = HandshakeRequest(self.ownFields(session: session, now: now))
        self.actions.append(.send(connection.id, request.bytes))
        connection.state = .awaitingResponse(
            HTTPHeadReader(limit: self.limits.headLength),
            session: session,
            until: now.elapsed + self.limits.response
        )
    }

    mutating func readResponse(_ rest: inout ArraySlice<UInt8>, of connection: inout Connection, now: Moment) {
        guard case .awaitingResponse(var reader, let session, let until) = connection.state else { return }
        connection.state = .closing  // the reader's buffer must have one owner, or growing it copies it
        do {
            let head = try reader.read(&rest)
            connection.state = .awaitingResponse(reader, session: session, until: until)
            guard let head else { return }
            self.judge(head, on: &connection, session: session, now: now)
        } catch {
            connection.state = .awaitingResponse(reader, session: session, until: until)
            self.close(&connection, .malformedHTTP)
        }
    }

    /// Source: skywelld reference §3.2 and §3.5.
    private mutating func judge(
        _ head: HTTPResponseHead,
        on connection: inout Connection,
        session: SessionValue,
        now: Moment
    ) {
        self.noteClaim(head.fields, on: &connection)
        guard head.status != 503 else {
            self.fixedPeers.refused(connection.id)
            self.awaitRedirect(head, on: &connection, now: now.elapsed)
            return
        }
        guard head.status == 101 else {
            self.close(&connection, .notSwitched)
            return
        }
        guard let response = try? HandshakeResponse(head) else {
            self.close(&connection, .badHandshake)
            return
        }
        switch self.identity(of: response.fields, versions: response.versions, session: session, now: now) {
        case .refused(let reason):
            self.close(&connection, reason)
        case .proven(let publicKey):
            guard publicKey != self.configuration.nodeKey.publicKey else {
                self.foundOurselves(at: connection.remote, now: now.elapsed)
                self.close(&connection, .selfConnection, publicKey: publicKey)
                return
            }
            self.fixedPeers.proved(publicKey, on: connection.id)
            switch self.finder.activate(connection.id, publicKey) {
            case .duplicateKey:
                self.fixedPeers.refused(connection.id)
                self.close(&connection, .duplicateKey, publicKey: publicKey)
            case .slotsFull: self.close(&connection, .slotsFull, publicKey: publicKey)
            case .active: self.activate(&connection, publicKey, response.fields, now: now.elapsed)
            }
        }
    }

    /// Waits for the names of others, if we have a use for them: a private node dials nobody that it is told of.
    private mutating func awaitRedirect(_ head: HTTPResponseHead, on connection: inout Connection, now: Duration) {
        guard !self.configuration.isPrivate, let length = head.fields["Content-Length"].flatMap({ Int($0) }),
            (1...Redirect.maximumLength).contains(length)
        else {
            self.close(&connection, .redirected)
            return
        }
        connection.state = .awaitingRedirect(length: length, received: [], until: now + self.limits.response)
    }

    /// Source: skywelld reference §3.6.
    mutating func readRedirect(_ rest: inout ArraySlice<UInt8>, of connection: inout Connection, now: Duration) {
        guard case .awaitingRedirect(let length, var received, let until) = connection.state else { return }
        connection.state = .closing  // the buffer must have one owner, or growing it copies it
        let missing = rest.prefix(length - received.count)
        received += missing
        rest = rest.dropFirst(missing.count)
        connection.state = .awaitingRedirect(length: length, received: received, until: until)
        guard received.count == length else { return }
        let endpoints = Redirect(body: received).entries.compactMap { entry in
            entry.port.map { Endpoint(entry.address, $0) }
        }
        self.finder.redirected(to: endpoints, now: now)
        self.close(&connection, .redirected)
    }
}
