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
    // What every message needs comes first, to lie together in memory.
    var connections: ConnectionTable
    /// What links have cost.
    var resources: ResourceTable
    /// What has happened so far, for the operator.
    package internal(set) var counters = Counters()
    /// Shared by all links, so that each costs its own state only.
    let decoder: FrameDecoder
    let usualForms: UsualForms
    var votes: VoteRelay
    /// What the event in progress has led to so far.
    var actions: [Action] = []
    /// The active links, in the order in which they became active, and where their connections lie.
    var links: [LinkPlace] = []
    /// When all links are told where others listen; `nil` without links.
    var nextAnnouncement: Duration?
    /// When our own voice is heard next; `nil` without one, and before the start.
    var nextVote: Duration?
    var deadlines = DeadlineQueue()
    var nextDialNumber: UInt64 = 2
    /// The wake that the shell was last asked for and has not delivered.
    var wakeAt: Duration?

    var random: SplitMix64
    var finder: PeerFinder
    var fixedPeers: FixedPeerTable
    /// What members of the cluster last said about themselves.
    var clusterReports: [NodePublicKey: ClusterReport] = [:]
    /// `nil` when a link or what is known of one has changed.
    var lastCrawl: RenderedCrawl?
    var transactions = SuppressionTable(capacity: VoteRelay.seenMaximum)
    /// Accepted connections, in all and by address, in any state.
    var acceptedCount = 0
    var acceptedByAddress: [IPv4Address: Int] = [:]

    let configuration: Configuration
    let limits: Limits
    /// Our name, as every handshake has it.
    let publicKeyText: String
    let signatures: Signatures

    /// What bytes may have led to.
    enum Consequence {
        /// No slot is another than before, and nothing is due earlier.
        case nothing
        /// No slot is another than before.
        case sameSlots
        case anything
    }

    struct LinkPlace: Sendable {
        let id: ConnectionID
        let place: Int
    }

    /// - Parameters:
    ///   - configuration: What makes this node differ from others.
    ///   - limits: What it puts up with.
    ///   - signatures: Signs and checks.
    ///   - seed: Decides everything that is left to chance.
    ///   - sibling: Another machine, to hold in memory once what both need: worth it where there are thousands.
    package init(
        configuration: Configuration,
        limits: Limits = .standard,
        signatures: Signatures = .direct,
        seed: UInt64,
        sharing sibling: Overlay? = nil
    ) {
        self.configuration = configuration
        self.signatures = signatures
        self.limits = limits
        self.publicKeyText = configuration.nodeKey.publicKey.base58
        self.random = SplitMix64(seed: seed)
        let slots = SlotCounts(
            peersMax: configuration.peersMax,
            wantsIncoming: !configuration.isPrivate,
            roundingDraw: Int.random(in: 0..<100, using: &self.random)
        )
        self.finder = PeerFinder(configuration, limits: slots, random: SplitMix64(seed: self.random.next()))
        self.connections = ConnectionTable(secret: self.random.next())
        self.resources = ResourceTable(secret: self.random.next())
        self.fixedPeers = FixedPeerTable(configuration.fixedPeers, profile: configuration.redialProfile)
        self.votes = VoteRelay(
            configuration.relayRule,
            ownKey: configuration.voice?.key.publicKey,
            isValid: signatures.isValid
        )
        self.usualForms = UsualForms(limits: limits.frames)
        let wanted = Self.wantedTypes(configuration)
        if let sibling, sibling.limits == limits, Self.wantedTypes(sibling.configuration) == wanted {
            self.decoder = sibling.decoder
        } else {
            self.decoder = FrameDecoder(limits: limits.frames, wanted: wanted, checked: Self.checkedTypes)
        }
    }

    /// Takes one event.
    ///
    /// - Parameters:
    ///   - event: What happened. Events of connections that the machine does not know are passed over.
    ///   - now: When; never earlier than at the event before.
    /// - Returns: What to do, in this order.
    package mutating func handle(_ event: Event, now: Moment) -> [Action] {
        var actions: [Action] = []
        self.handle(event, now: now, into: &actions)
        return actions
    }

    /// Takes one event, and adds what to do to a list, whose memory can be used again and again.
    ///
    /// - Returns: What slots are taken afterwards; `nil` if nothing can have changed about that.
    @discardableResult
    package mutating func handle(_ event: Event, now: Moment, into actions: inout [Action]) -> SlotUse? {
        swap(&self.actions, &actions)
        defer { swap(&self.actions, &actions) }
        switch event {
        case .started: self.start(now: now.elapsed)
        case .connectionAccepted(let id, let remote): self.connectionAccepted(id, remote: remote, now: now.elapsed)
        case .connectionOpened(let id): self.connectionOpened(id)
        case .connectionSecured(let id, let session): self.connectionSecured(id, session: session, now: now)
        case .bytesReceived(let id, let bytes):
            switch self.bytesReceived(id, bytes, now: now) {
            case .nothing: return nil
            case .sameSlots:
                self.askForWake()
                return nil
            case .anything: break
            }
        case .queueDrained(let id):
            if let place = self.connections.place(of: id) { self.connections[at: place].queue.drain() }
            return nil
        case .connectionClosed(let id, let end): self.connectionClosed(id, end, now: now.elapsed)
        case .connectTestFinished(let id, let isReachable):
            self.lastCrawl = nil
            self.finder.connectTestFinished(id, isReachable: isReachable, now: now.elapsed)
        case .connectRequested(let endpoint): self.connect(to: endpoint, now: now.elapsed)
        case .validatorListed(let key): self.votes.list(key)
        case .timeReached: self.timeReached(now: now)
        }
        self.askForWake()
        return self.slotUse
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
        guard let place = self.connections.place(of: id) else { return }
        var connection = self.connections.takeOut(place)
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
        self.keep(&connection, at: place)
    }

    private mutating func bytesReceived(_ id: ConnectionID, _ bytes: [UInt8], now: Moment) -> Consequence {
        guard let place = self.connections.place(of: id) else { return .nothing }
        if let consequence = self.receiveWhole(bytes, at: place, now: now) { return consequence }
        var rest = self.repeatCrawl(bytes, at: place, now: now.elapsed) ? [] : bytes[...]
        while !rest.isEmpty {
            guard !self.connections[at: place].pulse.isLinked else {
                self.readFrame(&rest, at: place, now: now)
                continue
            }
            var connection = self.connections.takeOut(place)
            switch connection.state {
            case .awaitingRequest: self.readRequest(&rest, of: &connection, now: now)
            case .awaitingResponse: self.readResponse(&rest, of: &connection, now: now)
            case .awaitingRedirect: self.readRedirect(&rest, of: &connection, now: now.elapsed)
            case .active, .dialling, .securing, .closing: rest = []
            }
            self.keep(&connection, at: place)
        }
        return .anything
    }

    private mutating func connectionClosed(_ id: ConnectionID, _ end: ConnectionEnd, now: Duration) {
        guard let connection = self.connections.remove(id) else { return }
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
        let waiting = self.fixedPeers.closed(
            id,
            wasAnswered: connection.wasAnswered,
            now: now,
            using: &self.random
        )
        for (endpoint, delay) in waiting { self.log(.redialScheduled(endpoint, after: delay), about: connection) }
    }
}
