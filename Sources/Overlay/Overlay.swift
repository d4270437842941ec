import Addressing
import PeerProtocol
import Skywelld

/// A node of the overlay as a state machine: it takes an event and a time, and returns actions.
///
/// It accepts and dials peers, proves its identity and checks theirs, keeps links alive, and answers crawls. It dials
/// fixed peers only: endpoints that others tell about, in whichever message or answer, are neither kept nor dialled.
/// Messages other than pings are accepted and passed over.
///
/// The same seed, events and times give the same actions.
package struct Overlay: Sendable {
    let configuration: Configuration
    let limits: Limits
    let slots: SlotCounts

    var random: SplitMix64
    var connections: [ConnectionID: Connection] = [:]
    var fixedPeers: FixedPeerTable
    /// What the event in progress has led to so far.
    var actions: [Action] = []

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
        self.random = SplitMix64(seed: seed)
        self.slots = SlotCounts(
            peersMax: configuration.peersMax,
            wantsIncoming: !configuration.isPrivate,
            roundingDraw: Int.random(in: 0..<100, using: &self.random)
        )
        self.fixedPeers = FixedPeerTable(configuration.fixedPeers, profile: configuration.redialProfile)
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
        case .connectionSecured(let id, let session): self.connectionSecured(id, session: session, now: now)
        case .bytesReceived(let id, let bytes): self.bytesReceived(id, bytes, now: now)
        case .queueDrained(let id): self.queueDrained(id)
        case .connectionClosed(let id, let end): self.connectionClosed(id, end, now: now.elapsed)
        case .timeReached: self.timeReached(now: now.elapsed)
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
        self.fixedPeers.start(now: now)
        self.dialFixedPeers(now: now)
    }

    private mutating func connectionSecured(_ id: ConnectionID, session: SessionValue?, now: Moment) {
        guard var connection = self.connections.removeValue(forKey: id) else { return }
        switch connection.state {
        case .dialling:
            self.sendRequest(on: &connection, session: session, now: now)
        case .securing:
            connection.state = .awaitingRequest(
                HTTPHeadReader(limit: self.limits.headLength),
                session: session,
                until: now.elapsed + self.limits.request
            )
        case .awaitingRequest, .awaitingResponse, .active, .closing:
            break
        }
        self.connections[id] = connection
    }

    private mutating func bytesReceived(_ id: ConnectionID, _ bytes: [UInt8], now: Moment) {
        // Out of the table while it changes: its buffers then have one owner, and searches find only the others.
        guard var connection = self.connections.removeValue(forKey: id) else { return }
        var rest = bytes[...]
        while !rest.isEmpty {
            switch connection.state {
            case .awaitingRequest: self.readRequest(&rest, of: &connection, now: now)
            case .awaitingResponse: self.readResponse(&rest, of: &connection, now: now)
            case .active: self.readFrames(&rest, of: &connection, now: now.elapsed)
            case .dialling, .securing, .closing: rest = []
            }
        }
        self.connections[id] = connection
    }

    private mutating func connectionClosed(_ id: ConnectionID, _ end: ConnectionEnd, now: Duration) {
        guard let connection = self.connections.removeValue(forKey: id) else { return }
        switch connection.state {
        case .dialling:
            self.log(.dialFailed(connection.remote, end))
        case .securing, .awaitingRequest, .awaitingResponse:
            self.log(.handshakeAbandoned(connection.remote, connection.direction, end))
        case .active(let peer):
            self.log(.peerLost(peer.publicKey, connection.remote, connection.direction, end))
        case .closing:
            break
        }
        if let delay = self.fixedPeers.closed(id, now: now, using: &self.random) {
            self.log(.redialScheduled(connection.remote, after: delay))
        }
    }

    private mutating func timeReached(now: Duration) {
        self.wakeAt = nil
        let due = self.connections.values.filter { $0.deadline(self.limits).map { $0 <= now } ?? false }.map(\.id)
            .sorted()
        for id in due {
            guard var connection = self.connections.removeValue(forKey: id) else { continue }
            if case .active = connection.state {
                self.tend(&connection, now: now)
            } else {
                self.close(&connection, .handshakeTimeout)
            }
            self.connections[id] = connection
        }
        self.dialFixedPeers(now: now)
    }

    private mutating func dialFixedPeers(now: Duration) {
        for endpoint in self.fixedPeers.due(now: now) {
            let id = ConnectionID(rawValue: self.nextDialNumber)
            self.nextDialNumber += 2
            self.fixedPeers.dialled(endpoint, as: id)
            self.connections[id] = Connection(
                id: id,
                remote: endpoint,
                direction: .outbound,
                state: .dialling(until: now + self.limits.dial)
            )
            self.log(.dialling(endpoint))
            self.actions.append(.dial(id, endpoint))
        }
    }

    /// Asks to be woken at the earliest deadline, unless the shell will come by then anyway.
    private mutating func askForWake() {
        var deadlines = self.connections.values.compactMap { $0.deadline(self.limits) }
        if let nextDial = self.fixedPeers.nextDial { deadlines.append(nextDial) }
        guard let earliest = deadlines.min(), self.wakeAt.map({ earliest < $0 }) ?? true else { return }
        self.wakeAt = earliest
        self.actions.append(.wake(at: earliest))
    }
}
