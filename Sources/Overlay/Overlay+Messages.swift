import Addressing
import PeerProtocol
import Skywelld

/// What the messages of a link lead to.
extension Overlay {
    /// The types that are read; all others are passed over as they come, without being held in memory.
    static func wantedTypes(_ configuration: Configuration) -> Set<MessageType> {
        var types: Set<MessageType> = [
            .ping, .endpoints, .statusChange, .cluster, .proposeLedger, .validation, .haveSet,
        ]
        if configuration.relaysTransactions { types.insert(.transaction) }
        return types
    }

    /// The types that lead to nothing, but end the link if they are no messages, as they do at the server; long ones, which would have to
    /// be held for that, are passed over.
    ///
    /// Requests for ledgers and objects are among them: silence is a legal answer. Source: skywelld reference §4.1 and §5.4.
    static let checkedTypes: Set<MessageType> = [
        .getPeers, .peers, .transaction, .getLedger, .ledgerData, .getObjects,
    ]

    mutating func receive(_ element: FrameDecoder.Element, at place: Int, now: Moment) {
        self.counters.noteReceived(element)
        switch element {
        case .skipped(MessageType.hello.rawValue, _):
            self.close(at: place, .deprecatedHello)
        case .skipped(let rawType, _):
            self.charge(place, Self.charge(forSkipped: rawType), now: now.elapsed)
        case .frame(let frame):
            do {
                guard let message = try Message(frame, limits: self.limits.frames) else { return }
                self.receive(message, at: place, now: now)
            } catch MessageError.wrongLength {
                self.charge(place, .badData, now: now.elapsed)
            } catch {
                self.close(at: place, .malformedMessage)
            }
        }
    }

    private mutating func receive(_ message: Message, at place: Int, now: Moment) {
        var charge = ResourceCharge.message
        switch message {
        case .ping(let ping):
            charge = ping.kind == .ping ? .request : .message
            self.receive(ping, at: place, now: now.elapsed)
        case .endpoints(let endpoints):
            self.receive(endpoints, at: place, now: now.elapsed)
        case .statusChange(let status):
            let ledger = self.votes.ledgers.voted(now: now.elapsed)
            self.connections[at: place].noteStatus(status, ledger: ledger, now: now.elapsed)
            if ledger == nil { self.votes.ledgers.noteNews(now: now.elapsed) }
        case .cluster(let cluster):
            self.noteReport(cluster, of: self.connections[at: place], now: now.elapsed)
            charge = self.connections[at: place].isClusterMember ? .message : .unwantedData
        case .proposal(let proposal):
            charge = self.relay(message, self.votes.judge(proposal, now: now), from: place)
        case .validation(let validation):
            charge = self.relay(message, self.votes.judge(validation, now: now), from: place)
        case .transaction(let transaction):
            guard self.configuration.relaysTransactions else { break }
            let isNew = self.transactions.insert(transaction.suppressionID, now: now.elapsed)
            charge = self.relay(message, isNew ? .relay : .ignore, from: place)
        case .haveSet(let set):
            let isNews = self.connections[at: place].noteSet(set)
            charge = isNews ? .message : .unwantedData
        case .getLedger, .getObjects:
            charge = .request
        case .getPeers, .peers, .ledgerData:
            charge = .unwantedData
        }
        self.charge(place, charge, now: now.elapsed)
    }

    private mutating func receive(_ ping: Ping, at place: Int, now: Duration) {
        switch ping.kind {
        case .ping: self.send(ping.pong.frame, at: place)
        case .pong: self.connections[at: place].pulse.notePong(ping.sequence, now: now)
        }
    }

    private mutating func receive(_ endpoints: Endpoints, at place: Int, now: Duration) {
        let id = self.connections[at: place].id
        let takesHops = endpoints.senderTakes == .everything
        if let test = self.finder.announced(by: id, endpoints.entries, takesHops: takesHops, now: now) {
            self.lastCrawl = nil
            self.actions.append(.testConnect(id, test))
        }
    }

    /// Source: skywelld reference §5.8.
    private static func charge(forSkipped rawType: UInt16) -> ResourceCharge {
        switch MessageType(rawValue: rawType) {
        case .getLedger, .getObjects: .request
        // We ask nobody for ledgers.
        case .getPeers, .peers, .ledgerData: .unwantedData
        default: .message
        }
    }

    private mutating func relay(
        _ message: Message,
        _ verdict: VoteRelay.Verdict,
        from place: Int
    ) -> ResourceCharge {
        switch verdict {
        case .relay:
            self.broadcast(message, besides: place)
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
    mutating func charge(_ place: Int, _ charge: ResourceCharge, now: Duration) {
        guard self.connections[at: place].pulse.isLinked, let consumer = self.connections[at: place].consumer else {
            return
        }
        let standing = self.resources.charge(consumer, charge, now: now)
        guard standing != .good || self.connections[at: place].isWarned else { return }
        if standing == .warned, !self.connections[at: place].isWarned { self.warn(place) }
        self.connections[at: place].isWarned = standing >= .warned
        if standing == .dropped { self.close(at: place, .overBudget) }
    }

    private mutating func warn(_ place: Int) {
        let connection = self.connections[at: place]
        guard let key = connection.peer?.publicKey else { return }
        self.log(.peerCostly(key, connection.remote, connection.direction), about: connection)
    }

    /// Sends a message to every link but one. Links that do not take it are closed.
    ///
    /// Transactions are anybody's: who does not take them in time does without.
    mutating func broadcast(_ message: Message, besides sender: Int? = nil) {
        let frame = message.frame
        let isOptional = if case .transaction = message { true } else { false }
        let bytes = frame.bytes
        var overfull: [Int] = []
        var taken = 0
        for link in self.links where link.place != sender {
            let isTaken =
                isOptional
                ? self.connections[at: link.place].queue.addIfRoom(bytes.count, self.limits)
                : self.connections[at: link.place].queue.add(bytes.count, self.limits)
            guard isTaken else {
                if !isOptional { overfull.append(link.place) }
                continue
            }
            taken += 1
            self.actions.append(.send(link.id, bytes))
        }
        self.counters.noteSent(frame.type, length: bytes.count, times: taken)
        for place in overfull { self.close(at: place, .sendQueueFull) }
    }
}
