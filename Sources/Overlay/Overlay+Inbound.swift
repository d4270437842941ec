import Addressing
package import PeerProtocol
import Skywelld

/// Connections that others open.
extension Overlay {
    mutating func connectionAccepted(_ id: ConnectionID, remote: Endpoint, now: Duration) {
        precondition(self.connections.place(of: id) == nil, "the shell used \(id) twice")
        guard self.hasRoom(for: remote.address) || self.makeRoom(for: remote.address) else {
            self.log(.connectionRefused(remote, .tooManyConnections))
            self.actions.append(.close(id, .tooManyConnections))
            return
        }
        self.acceptedCount += 1
        self.acceptedByAddress[remote.address, default: 0] += 1
        self.finder.accepted(id, from: remote)
        self.insert(
            Connection(
                id,
                .inbound,
                remote,
                since: now,
                state: .securing(until: now + self.limits.acceptedTLS)
            )
        )
    }

    private static let crawlTarget = "/crawl"

    /// Answers a crawler that stayed and asks for the same in the same words: they need not be read again.
    ///
    /// - Returns: Whether the bytes were that.
    mutating func repeatCrawl(_ bytes: [UInt8], at place: Int, now: Duration) -> Bool {
        guard !bytes.isEmpty, bytes == self.connections[at: place].crawlRequest,
            case .awaitingRequest(let reader, let session, _) = self.connections[at: place].state,
            reader.bufferedCount == 0
        else { return false }
        var connection = self.connections.takeOut(place)
        self.serveCrawl(on: &connection, stays: true, session: session, now: now)
        self.keep(&connection, at: place)
        return true
    }

    mutating func readRequest(_ rest: inout ArraySlice<UInt8>, of connection: inout Connection, now: Moment) {
        guard case .awaitingRequest(var reader, let session, let until) = connection.state else { return }
        connection.state = .closing  // the reader's buffer must have one owner, or growing it copies it
        do {
            let request = rest
            let isWhole = reader.bufferedCount == 0 && request.count <= self.limits.repeatedRequestLength
            let head = try reader.read(&rest)
            connection.state = .awaitingRequest(reader, session: session, until: until)
            guard let head else { return }
            if head.target == Self.crawlTarget {
                connection.crawlRequest = isWhole ? Array(request[..<rest.startIndex]) : []
            }
            self.answer(head, on: &connection, session: session, now: now)
        } catch {
            connection.state = .awaitingRequest(reader, session: session, until: until)
            self.close(&connection, .malformedHTTP)
        }
    }

    /// Whether a request on the peer port is the machine's to answer; where the port takes commands too, all others are those.
    ///
    /// Source: skywelld reference §7.1.
    package static func isForPeers(_ head: HTTPRequestHead) -> Bool {
        head.target == "/crawl" || !ProtocolVersion.offered(in: head.fields["Upgrade"]).isEmpty
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
        self.noteClaim(head.fields, on: &connection)
        guard head.target != Self.crawlTarget || self.configuration.crawl == .off else {
            self.serveCrawl(on: &connection, stays: head.asksToStay, session: session, now: now.elapsed)
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
        let isOverBudget =
            connection.possibleConsumer.map { self.resources.standing(of: $0, now: now.elapsed) == .dropped } ?? false
        guard !isOverBudget || self.mayGoFree(connection, head.fields) else {
            self.close(&connection, .overBudget)
            return
        }
        guard ConnectAs.allowsPeer(head.fields["Connect-As"]) else {
            self.redirect(&connection, .notPeer, now: now.elapsed)
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
            guard publicKey != self.configuration.nodeKey.publicKey else {
                self.noteOwnDial(session, now: now.elapsed)
                self.close(&connection, .selfConnection, publicKey: publicKey)
                return
            }
            guard !isOverBudget || self.finder.needsNoSlot(connection.id, publicKey) else {
                self.close(&connection, .overBudget, publicKey: publicKey)
                return
            }
            switch self.finder.activate(connection.id, publicKey) {
            case .duplicateKey: self.redirect(&connection, .duplicateKey, publicKey: publicKey, now: now.elapsed)
            case .slotsFull: self.redirect(&connection, .slotsFull, publicKey: publicKey, now: now.elapsed)
            case .active:
                let fields = self.ownFields(session: session, now: now)
                let response = HandshakeResponse(fields, httpVersion: head.version)
                self.actions.append(.send(connection.id, response.bytes))
                self.activate(&connection, publicKey, request.fields, now: now.elapsed)
            }
        }
    }

    /// We have dialled ourselves, and are about to close without a word: only here can it be seen which dial that was. Nobody else
    /// can be at its other end, since no two connections of TLS have the same session value.
    private mutating func noteOwnDial(_ session: SessionValue, now: Duration) {
        let dial = self.connections.first {
            if case .awaitingResponse(_, session: let other, _) = $0.state { other == session } else { false }
        }
        if let dial { self.foundOurselves(at: dial.remote, now: now) }
    }

    /// Whether the other end may turn out to be one to whom nothing is charged, so that what its address has cost does not count
    /// until it has proven its key: a neighbour behind the same address must not be able to keep a protected peer out.
    private func mayGoFree(_ connection: Connection, _ fields: HTTPFields) -> Bool {
        connection.claimsProtected || self.keepsRoom(for: connection.remote.address)
            || fields["Public-Key"].flatMap { NodePublicKey(base58: $0) }.map(self.configuration.clusterKeys.contains)
                ?? false
    }

    private mutating func redirect(
        _ connection: inout Connection,
        _ reason: CloseReason,
        publicKey: NodePublicKey? = nil,
        now: Duration
    ) {
        let caller = connection.remote.address
        let others = self.finder.redirects(for: caller, count: HTTPAnswer.maximumRedirectCount, now: now)
        self.actions.append(.send(connection.id, HTTPAnswer.redirect(caller, to: others)))
        self.close(&connection, reason, publicKey: publicKey)
    }

    private mutating func serveCrawl(
        on connection: inout Connection,
        stays: Bool,
        session: SessionValue?,
        now: Duration
    ) {
        let answer = self.crawlAnswer(now: now)
        self.log(.crawlServed(connection.remote, entries: answer.entries))
        self.actions.append(.send(connection.id, answer.bytes))
        connection.crawlsServed += 1
        guard stays, self.mayStay(connection), connection.queue.add(answer.bytes.count, self.limits) else {
            self.close(&connection, .crawlServed)
            return
        }
        connection.state = .awaitingRequest(
            HTTPHeadReader(limit: self.limits.headLength),
            session: session,
            until: now + self.limits.nextCrawl
        )
    }

    /// Whether a crawler may ask once more on the same connection: not one that asks before it has read, and nobody when
    /// half of the room is taken.
    private func mayStay(_ connection: Connection) -> Bool {
        connection.queue.frames == 0 && connection.crawlsServed < self.limits.crawlsPerConnection
            && self.acceptedCount <= self.limits.connections / 2
    }

    /// Writes the answer anew only if it has changed: by a link, an uptime, or a peer that is protected now.
    private mutating func crawlAnswer(now: Duration) -> RenderedCrawl {
        if let last = self.lastCrawl, now < last.until, last.protection == self.finder.protection { return last }
        let document = self.crawlDocument(now: now)
        let steps = self.links.compactMap { link -> Duration? in
            guard let since = self.connections[at: link.place].peer?.activeSince else { return nil }
            return since + .seconds((now - since).components.seconds + 1)
        }
        let answer = RenderedCrawl(
            bytes: HTTPAnswer.crawl(document, form: self.configuration.crawlForm),
            entries: document.active.count,
            protection: self.finder.protection,
            until: steps.min() ?? .seconds(Int64.max)
        )
        self.lastCrawl = answer
        return answer
    }

    /// The links by the keys of their other ends, without the protected peers.
    ///
    /// The address of a peer is shown only if the peer itself said that it may be.
    private func crawlDocument(now: Duration) -> CrawlDocument {
        let links = self.finder.links.filter { key, id in
            guard let connection = self.connections[id], let peer = connection.peer else { return false }
            return !self.finder.protection.covers(key) && !self.finder.protection.covers(connection.remote.address)
                && (self.configuration.crawl == .stock || peer.crawl == .public)
        }
        return CrawlDocument(
            active: links.sorted { $0.key < $1.key }.compactMap { key, id in
                self.connections[id].flatMap { connection in
                    connection.peer.map { peer in
                        CrawlEntry(
                            publicKey: key.base64,
                            direction: connection.direction,
                            address: peer.crawl == .public ? connection.remote.address : nil,
                            // Of an inbound peer, only what it announced and what we could reach.
                            port: self.finder.listeningPort(of: id),
                            uptime: Int((now - peer.activeSince).components.seconds),
                            version: peer.software
                        )
                    }
                }
            }
        )
    }
}
