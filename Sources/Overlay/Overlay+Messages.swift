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
            self.charge(place, Self.charge(forSkipped: rawType), now: now)
        case .frame(let frame):
            do {
                guard let message = try Message(frame, limits: self.limits.frames) else { return }
                self.receive(message, at: place, now: now)
            } catch MessageError.wrongLength {
                self.charge(place, .badData, now: now)
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
            _ = self.receive(status, at: place, now: now.elapsed)
        case .cluster(let cluster):
            self.noteReport(cluster, of: self.connections[at: place], now: now.elapsed)
            charge = self.connections[at: place].isClusterMember ? .message : .unwantedData
        case .proposal(let proposal):
            charge = self.relay(VoteContent(proposal, frame: message.frame.bytes), .proposeLedger, place, now: now)
        case .validation(let validation):
            charge = self.relay(VoteContent(validation, frame: message.frame.bytes), .validation, place, now: now)
        case .transaction(let transaction):
            guard self.configuration.relaysTransactions else { break }
            let isNew = self.transactions.insert(transaction.suppressionID, now: now.elapsed)
            if isNew { self.broadcast(message, besides: place) }
        case .haveSet(let set):
            let isNews = self.connections[at: place].noteSet(set)
            charge = isNews ? .message : .unwantedData
        case .getLedger, .getObjects:
            charge = .request
        case .getPeers, .peers, .ledgerData:
            charge = .unwantedData
        }
        self.charge(place, charge, now: now)
    }

    private mutating func receive(_ ping: Ping, at place: Int, now: Duration) {
        switch ping.kind {
        case .ping: self.send(ping.pong.frame, at: place)
        case .pong: self.connections[at: place].pulse.notePong(ping.sequence, now: now)
        }
    }

    /// A peer says where it is in the ledgers.
    ///
    /// - Returns: Whether something may be due earlier for it.
    mutating func receive(_ status: StatusChange, at place: Int, now: Duration) -> Bool {
        let ledger = self.votes.ledgers.voted(now: now)
        self.connections[at: place].report.note(status, ledger: ledger, now: now)
        guard ledger == nil else { return false }
        self.votes.ledgers.noteNews(now: now)
        return true
    }

    private mutating func receive(_ endpoints: Endpoints, at place: Int, now: Duration) {
        let start = self.finder.heardNumbers.count
        for entry in endpoints.entries { self.finder.heardNumbers.append(Hearsay.number(of: entry)) }
        self.receiveAnnouncement(from: start, takesHops: endpoints.senderTakes == .everything, at: place, now: now)
    }

    /// A peer told about endpoints, which lie behind all that was heard before.
    mutating func receiveAnnouncement(from start: Int, takesHops: Bool, at place: Int, now: Duration) {
        let id = self.connections[at: place].id
        if let test = self.finder.announced(by: id, from: start, takesHops: takesHops, near: place, now: now) {
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

    /// Sends a vote on if it is to be.
    mutating func relay(_ vote: VoteContent, _ type: MessageType, _ place: Int, now: Moment) -> ResourceCharge {
        switch self.votes.judge(vote, now: now) {
        case .relay:
            self.broadcast(vote.frame, type, besides: place)
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
    mutating func charge(_ place: Int, _ charge: ResourceCharge, now: Moment) {
        guard self.connections[at: place].pulse.isLinked, let consumer = self.connections[at: place].consumer else {
            return
        }
        let standing = self.resources.charge(
            consumer,
            charge,
            at: &self.connections[at: place].account,
            now: now.elapsed,
            second: now.second
        )
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
        self.broadcast(frame.bytes, frame.type, besides: sender)
    }

    private mutating func broadcast(_ bytes: [UInt8], _ type: MessageType, besides sender: Int?) {
        let isOptional = type == .transaction
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
        self.counters.noteSent(type, length: bytes.count, times: taken)
        for place in overfull { self.close(at: place, .sendQueueFull) }
    }
}
