import Addressing
import PeerProtocol
import Skywelld

/// What the messages of a link lead to.
extension Overlay {
    /// The types that are read; all others are passed over as they come, without being held in memory.
    ///
    /// Requests for ledgers and objects are among the latter: silence is a legal answer. Source: skywelld reference §5.4.
    static func wantedTypes(_ configuration: Configuration) -> Set<MessageType> {
        var types: Set<MessageType> = [.ping, .endpoints, .statusChange, .cluster, .proposeLedger, .validation]
        if configuration.relaysTransactions { types.insert(.transaction) }
        return types
    }

    mutating func receive(_ element: FrameDecoder.Element, on connection: inout Connection, now: Moment) {
        self.counters.noteReceived(element)
        switch element {
        case .skipped(MessageType.hello.rawValue, _):
            self.close(&connection, .deprecatedHello)
        case .skipped(let rawType, _):
            self.charge(&connection, Self.charge(forSkipped: rawType), now: now.elapsed)
        case .frame(let frame):
            do {
                guard let message = try Message(frame, limits: self.limits.frames) else { return }
                self.receive(message, on: &connection, now: now)
            } catch MessageError.wrongLength {
                self.charge(&connection, .badData, now: now.elapsed)
            } catch {
                self.close(&connection, .malformedMessage)
            }
        }
    }

    private mutating func receive(_ message: Message, on connection: inout Connection, now: Moment) {
        var charge = ResourceCharge.message
        switch message {
        case .ping(let ping):
            charge = ping.kind == .ping ? .request : .message
            self.receive(ping, on: &connection, now: now.elapsed)
        case .endpoints(let endpoints):
            self.receive(endpoints, on: connection, now: now.elapsed)
        case .statusChange(let status):
            let ledger = self.votes.ledgers.voted(now: now.elapsed)
            connection.noteStatus(status, ledger: ledger, now: now.elapsed)
            if ledger == nil { self.votes.ledgers.noteNews(now: now.elapsed) }
        case .cluster(let cluster):
            self.noteReport(cluster, of: connection, now: now.elapsed)
            charge = connection.isClusterMember ? .message : .unwantedData
        case .proposal(let proposal):
            charge = self.relay(message, self.votes.judge(proposal, now: now), from: connection.id)
        case .validation(let validation):
            charge = self.relay(message, self.votes.judge(validation, now: now), from: connection.id)
        case .transaction(let transaction):
            let isNew = self.transactions.insert(transaction.suppressionID, now: now.elapsed)
            charge = self.relay(message, isNew ? .relay : .ignore, from: connection.id)
        case .getPeers, .peers, .getLedger, .ledgerData, .haveSet, .getObjects:
            break
        }
        self.charge(&connection, charge, now: now.elapsed)
    }

    private mutating func receive(_ ping: Ping, on connection: inout Connection, now: Duration) {
        switch ping.kind {
        case .ping: self.send(ping.pong.frame, on: &connection)
        case .pong: connection.notePong(ping.sequence, now: now)
        }
    }

    private mutating func receive(_ endpoints: Endpoints, on connection: Connection, now: Duration) {
        if let test = self.finder.announced(by: connection.id, endpoints.entries, now: now) {
            self.lastCrawl = nil
            self.actions.append(.testConnect(connection.id, test))
        }
    }

    /// Source: skywelld reference §5.8.
    private static func charge(forSkipped rawType: UInt16) -> ResourceCharge {
        switch MessageType(rawValue: rawType) {
        case .getLedger, .getObjects: .request
        case .getPeers, .peers: .unwantedData
        default: .message
        }
    }

    private mutating func relay(
        _ message: Message,
        _ verdict: VoteRelay.Verdict,
        from id: ConnectionID
    ) -> ResourceCharge {
        switch verdict {
        case .relay:
            self.broadcast(message, besides: id)
            return .message
        case .ignore:
            return .message
        case .bad:
            return .badData
        }
    }

    /// Charges a peer, and parts with it when that is too much. Protected and fixed peers and private addresses go free.
    ///
    /// Source: skywelld reference §5.8.
    private mutating func charge(_ connection: inout Connection, _ charge: ResourceCharge, now: Duration) {
        guard let consumer = connection.consumer, case .active(let peer) = connection.state else { return }
        let standing = self.resources.charge(consumer, charge, now: now)
        if standing == .dropped {
            self.close(&connection, .overBudget)
        } else if standing == .warned, !connection.isWarned {
            self.log(.peerCostly(peer.publicKey, connection.remote, connection.direction), about: connection)
        }
        connection.isWarned = standing >= .warned
    }

    /// Sends a message to every link but one. Links that do not take it are closed.
    mutating func broadcast(_ message: Message, besides sender: ConnectionID? = nil) {
        let frame = message.frame
        let bytes = frame.bytes
        var overfull: [ConnectionID] = []
        var taken = 0
        for id in self.links where id != sender {
            guard self.connections[id]?.queue.add(bytes.count, self.limits) ?? false else {
                overfull.append(id)
                continue
            }
            taken += 1
            self.actions.append(.send(id, bytes))
        }
        self.counters.noteSent(frame.type, length: bytes.count, times: taken)
        for id in overfull {
            guard var connection = self.connections.removeValue(forKey: id) else { continue }
            self.close(&connection, .sendQueueFull)
            self.keep(&connection)
        }
    }
}
