import Addressing
import PeerProtocol
import Skywelld

/// A node of the overlay as a state machine: it takes an event and a time, and returns actions.
///
/// It accepts and dials peers, proves its identity and checks theirs, keeps links alive, tells others where nodes listen,
/// and answers crawls. Nothing that it says or logs names a protected peer.
///
/// The same seed, events and times give the same actions.
package struct Overlay: Sendable {
    let configuration: Configuration
    let limits: Limits
    /// Our name, as every handshake has it.
    let publicKeyText: String

    var random: SplitMix64
    var connections: [ConnectionID: Connection] = [:]
    /// The active links, in the order in which they became active.
    var links: [ConnectionID] = []
    var finder: PeerFinder
    var fixedPeers: FixedPeerTable
    /// What the event in progress has led to so far.
    var actions: [Action] = []
    /// Accepted connections, in all and by address, in any state.
    var acceptedCount = 0
    var acceptedByAddress: [IPv4Address: Int] = [:]

    /// What has happened so far, for the operator.
    package internal(set) var counters = Counters()
    /// What members of the cluster last said about themselves.
    var clusterReports: [NodePublicKey: ClusterReport] = [:]
    /// What links have cost.
    var resources = ResourceTable()
    var votes: VoteRelay
    /// `nil` when a link or what is known of one has changed.
    var lastCrawl: RenderedCrawl?
    var transactions = SuppressionTable(capacity: VoteRelay.seenMaximum)
    /// When our own voice is heard next; `nil` without one, and before the start.
    var nextVote: Duration?
    /// Shared by all links, so that each costs its own state only.
    let decoder: FrameDecoder

    private var deadlines = DeadlineQueue()
    private var nextDialNumber: UInt64 = 2
    /// The wake that the shell was last asked for and has not delivered.
    private var wakeAt: Duration?

    /// - Parameters:
    ///   - configuration: What makes this node differ from others.
    ///   - limits: What it puts up with.
    ///   - seed: Decides everything that is left to chance.
    package init(configuration: Configuration, limits: Limits = .standard, seed: UInt64) {
        self.configuration = configuration
        self.limits = limits
        self.publicKeyText = configuration.nodeKey.publicKey.base58
        self.random = SplitMix64(seed: seed)
        let slots = SlotCounts(
            peersMax: configuration.peersMax,
            wantsIncoming: !configuration.isPrivate,
            roundingDraw: Int.random(in: 0..<100, using: &self.random)
        )
        self.finder = PeerFinder(configuration, limits: slots, random: SplitMix64(seed: self.random.next()))
        self.fixedPeers = FixedPeerTable(configuration.fixedPeers, profile: configuration.redialProfile)
        self.votes = VoteRelay(configuration.relayRule, ownKey: configuration.voice?.key.publicKey)
        self.decoder = FrameDecoder(limits: limits.frames, wanted: Self.wantedTypes(configuration))
    }

    /// Takes one event.
    ///
    /// - Parameters:
    ///   - event: What happened. Events of connections that the machine does not know are passed over.
    ///   - now: When; never earlier than at the event before.
    /// - Returns: What to do, in this order.
    package mutating func handle(_ event: Event, now: Moment) -> [Action] {
        switch event {
        case .started: self.start(now: now.elapsed)
        case .connectionAccepted(let id, let remote): self.connectionAccepted(id, remote: remote, now: now.elapsed)
        case .connectionOpened(let id): self.connectionOpened(id)
        case .connectionSecured(let id, let session): self.connectionSecured(id, session: session, now: now)
        case .bytesReceived(let id, let bytes): self.bytesReceived(id, bytes, now: now)
        case .queueDrained(let id):
            self.connections[id]?.queue.drain()
            return []
        case .connectionClosed(let id, let end): self.connectionClosed(id, end, now: now.elapsed)
        case .connectTestFinished(let id, let isReachable):
            self.lastCrawl = nil
            self.finder.connectTestFinished(id, isReachable: isReachable, now: now.elapsed)
        case .connectRequested(let endpoint): self.connect(to: endpoint, now: now.elapsed)
        case .validatorListed(let key): self.votes.list(key)
        case .timeReached: self.timeReached(now: now)
        }
        self.askForWake()
        defer { self.actions = [] }
        return self.actions
    }

    private mutating func start(now: Duration) {
        self.log(
            .started(
                publicKey: self.configuration.nodeKey.publicKey,
                listeningPort: self.configuration.listeningPort,
                isPrivate: self.configuration.isPrivate,
                fixedPeers: self.fixedPeers.count
            )
        )
        self.finder.start(now: now)
        if self.nextVote == nil { self.nextVote = self.configuration.voice.map { now + $0.interval } }
        self.fixedPeers.start(now: now)
        self.dialWhoIsDue(now: now)
    }

    private mutating func connectionSecured(_ id: ConnectionID, session: SessionValue?, now: Moment) {
        guard var connection = self.connections.removeValue(forKey: id) else { return }
        switch (connection.state, connection.direction) {
        case (.dialling, .outbound), (.securing, .outbound):
            self.sendRequest(on: &connection, session: session, now: now)
        case (.securing, .inbound):
            connection.state = .awaitingRequest(
                HTTPHeadReader(limit: self.limits.headLength),
                session: session,
                until: now.elapsed + self.limits.request
            )
        case (.dialling, .inbound), (.awaitingRequest, _), (.awaitingResponse, _), (.awaitingRedirect, _),
            (.active, _), (.closing, _):
            break
        }
        self.keep(&connection)
    }

    private mutating func bytesReceived(_ id: ConnectionID, _ bytes: [UInt8], now: Moment) {
        // Out of the table while it changes: its buffers then have one owner, and searches find only the others.
        guard var connection = self.connections.removeValue(forKey: id) else { return }
        var rest = self.repeatCrawl(bytes, on: &connection, now: now.elapsed) ? [] : bytes[...]
        while !rest.isEmpty {
            switch connection.state {
            case .awaitingRequest: self.readRequest(&rest, of: &connection, now: now)
            case .awaitingResponse: self.readResponse(&rest, of: &connection, now: now)
            case .awaitingRedirect: self.readRedirect(&rest, of: &connection, now: now.elapsed)
            case .active: self.readFrames(&rest, of: &connection, now: now)
            case .dialling, .securing, .closing: rest = []
            }
        }
        self.keep(&connection)
    }

    private mutating func connectionClosed(_ id: ConnectionID, _ end: ConnectionEnd, now: Duration) {
        guard let connection = self.connections.removeValue(forKey: id) else { return }
        self.forgetOldDeadlines()
        switch connection.state {
        case .dialling:
            self.log(.dialFailed(connection.remote, end), about: connection)
        case .awaitingRequest where end == .tookCommands:
            break
        case .securing, .awaitingRequest, .awaitingResponse, .awaitingRedirect:
            if connection.direction == .outbound, case .securing = connection.state {
                self.log(.dialFailed(connection.remote, end), about: connection)
            } else {
                self.log(.handshakeAbandoned(connection.remote, connection.direction, end), about: connection)
            }
        case .active(let peer):
            self.log(.peerLost(peer.publicKey, connection.remote, connection.direction, end), about: connection)
            self.unlink(id)
        case .closing:
            break
        }
        self.finder.closed(id)
        if connection.direction == .inbound { self.releaseAccepted(connection.remote.address) }
        if let delay = self.fixedPeers.closed(
            id,
            wasAnswered: connection.wasAnswered,
            now: now,
            using: &self.random
        ) {
            self.log(.redialScheduled(connection.remote, after: delay), about: connection)
        }
    }
}

// MARK: - Time

extension Overlay {
    /// Puts a connection back into the table, with its deadline.
    mutating func keep(_ connection: inout Connection) {
        if let deadline = connection.deadline(self.limits), connection.scheduled.map({ deadline < $0 }) ?? true {
            connection.scheduled = deadline
            self.deadlines.insert(DeadlineQueue.Entry(time: deadline, id: connection.id))
        }
        self.connections[connection.id] = connection
    }

    private mutating func timeReached(now: Moment) {
        self.wakeAt = nil
        while let entry = self.deadlines.earliest, entry.time <= now.elapsed {
            _ = self.deadlines.removeEarliest()
            guard self.connections[entry.id]?.scheduled == entry.time,
                var connection = self.connections.removeValue(forKey: entry.id)
            else { continue }
            connection.scheduled = nil
            if let deadline = connection.deadline(self.limits), deadline <= now.elapsed {
                if case .active = connection.state {
                    self.tend(&connection, now: now)
                } else {
                    self.close(&connection, .handshakeTimeout)
                }
            }
            self.keep(&connection)
        }
        self.forgetOldDeadlines()
        self.dialWhoIsDue(now: now.elapsed)
        self.speak(now: now)
        self.announceLedger(now: now)
    }

    private mutating func dialWhoIsDue(now: Duration) {
        for endpoint in self.fixedPeers.due(now: now) {
            self.fixedPeers.dialled(endpoint, as: self.dial(endpoint, now: now), now: now)
        }
        for endpoint in self.finder.tick(now: now) { _ = self.dial(endpoint, now: now) }
        if let entries = self.finder.takeUnsaved(now: now) { self.actions.append(.saveBootcache(entries)) }
    }

    /// An operator wants a link to be tried, once; a node that is dialled or linked already is left alone.
    private mutating func connect(to endpoint: Endpoint, now: Duration) {
        guard !self.connections.values.contains(where: { $0.remote == endpoint && $0.direction == .outbound }) else {
            return
        }
        _ = self.dial(endpoint, now: now)
    }

    private mutating func dial(_ endpoint: Endpoint, now: Duration) -> ConnectionID {
        let id = ConnectionID(rawValue: self.nextDialNumber)
        self.nextDialNumber += 2
        self.finder.dialled(id, endpoint)
        var connection = Connection(
            id,
            .outbound,
            endpoint,
            since: now,
            state: .dialling(until: now + self.limits.connect)
        )
        self.keep(&connection)
        self.log(.dialling(endpoint))
        self.actions.append(.dial(id, endpoint))
        return id
    }

    /// Asks to be woken at the earliest deadline, unless the shell will come by then anyway.
    private mutating func askForWake() {
        var earliest = self.deadlines.earliest?.time
        for other in [
            self.fixedPeers.nextDial, self.finder.nextTick, self.nextVote, self.votes.ledgers.nextAnnouncement,
        ] {
            if let other { earliest = min(earliest ?? other, other) }
        }
        guard let earliest, self.wakeAt.map({ earliest < $0 }) ?? true else { return }
        self.wakeAt = earliest
        self.actions.append(.wake(at: earliest))
    }

    /// Takes out deadlines of connections that are gone: those in front, and all once they are the greater part.
    private mutating func forgetOldDeadlines() {
        while let entry = self.deadlines.earliest, self.connections[entry.id]?.scheduled != entry.time {
            _ = self.deadlines.removeEarliest()
        }
        guard self.deadlines.count > 2 * self.connections.count + 64 else { return }
        self.deadlines.keep { self.connections[$0.id]?.scheduled == $0.time }
    }
}
