import Addressing
import PeerProtocol

/// One connection and how far it has come.
struct Connection: Sendable {
    /// ```
    /// inbound:   securing ──► awaitingRequest ──────────────┐
    ///                                                       ├──► active ──► closing
    /// outbound:  dialling ──► securing ──► awaitingResponse ─┘
    ///                                             └──► awaitingRedirect ──► closing
    /// ```
    /// Every state can go to `closing`, and ends with `connectionClosed`.
    enum State: Sendable {
        /// We are setting up TCP.
        case dialling(until: Duration)
        /// TCP stands, TLS is being set up.
        case securing(until: Duration)
        case awaitingRequest(HTTPHeadReader<HTTPRequestHead>, session: SessionValue?, until: Duration)
        case awaitingResponse(HTTPHeadReader<HTTPResponseHead>, session: SessionValue, until: Duration)
        /// The other end has no place for us, and says who may have one.
        case awaitingRedirect(length: Int, received: [UInt8], until: Duration)
        case active(Peer)
        /// We are done with it, and wait for the shell to say that it is gone.
        case closing
    }

    // What every message needs comes first, to lie together in memory.
    let id: ConnectionID
    /// Where the balance of who is charged for it was found last.
    var account = 0
    /// Who is charged for it as a link; `nil` if nobody is.
    var consumer: ResourceConsumer?
    /// It was said that it costs much, and it still does.
    var isWarned = false
    /// Of meaning once it is a link.
    var pulse = Pulse()
    var queue = SendQueue()
    /// The deadline that stands in the queue of deadlines, at or before the real one.
    var scheduled: Duration?

    /// What the other end last said about its ledgers.
    var report = LedgerReport()

    let remote: Endpoint
    let direction: CrawlEntry.Direction
    let since: Duration
    var state: State
    /// How often it was told who our peers are.
    var crawlsServed = 0
    /// The request by which it was; empty if it was too long to keep, or came in parts.
    var crawlRequest: [UInt8] = []
    /// The other end says that it is a protected peer, proven or not, so nothing about it may be told.
    var claimsProtected = false
    /// Whether the other end had answered, by TCP at least, before it was given up.
    private var hadAnswered = false

    init(_ id: ConnectionID, _ direction: CrawlEntry.Direction, _ remote: Endpoint, since: Duration, state: State) {
        self.id = id
        self.remote = remote
        self.direction = direction
        self.since = since
        self.state = state
    }

    /// Whether the other end has answered, by TCP at least.
    var wasAnswered: Bool {
        switch self.state {
        case .dialling: false
        case .securing, .awaitingRequest, .awaitingResponse, .awaitingRedirect, .active: true
        case .closing: self.hadAnswered
        }
    }

    mutating func beginClosing() {
        self.hadAnswered = self.wasAnswered
        self.state = .closing
        self.pulse.isLinked = false
        self.report = LedgerReport()
    }

    var peer: Peer? {
        if case .active(let peer) = self.state { peer } else { nil }
    }

    /// When something must be done about it, if nothing happens before.
    ///
    /// - Parameter silence: For how long a link may say nothing.
    func deadline(silence: Duration) -> Duration? {
        switch self.state {
        case .dialling(let until), .securing(let until), .awaitingRequest(_, _, let until),
            .awaitingResponse(_, _, let until), .awaitingRedirect(_, _, let until):
            until
        case .active:
            self.pulse.deadline(silence)
        case .closing:
            nil
        }
    }

    /// Who pays for it, if anybody does; private addresses never do. Source: skywelld reference §5.8.
    var possibleConsumer: ResourceConsumer? {
        guard self.remote.address.isPublic else { return nil }
        return switch self.direction {
        case .inbound: .inbound(self.remote.address)
        case .outbound: .outbound(self.remote)
        }
    }

    /// Whether the other end opened it and has not said yet who it is.
    var isUnproven: Bool {
        switch self.state {
        case .securing, .awaitingRequest: self.direction == .inbound
        case .dialling, .awaitingResponse, .awaitingRedirect, .active, .closing: false
        }
    }

    var isClusterMember: Bool {
        self.pulse.isLinked && self.pulse.nextCluster != nil
    }

    /// Stands where no connection is.
    static let vacant = Connection(
        ConnectionID(rawValue: 0),
        .inbound,
        Endpoint(IPv4Address(rawValue: 0), 1),
        since: .zero,
        state: .closing
    )

    /// The peer says something about a set of transactions.
    ///
    /// - Returns: Whether it is news.
    mutating func noteSet(_ set: HaveSet) -> Bool {
        self.changePeer { $0.noteSet(set) } ?? true
    }

    /// Changes what is known of the peer, which is taken out and put back, so that nothing of it is copied.
    ///
    /// - Returns: `nil` if this is no link.
    @discardableResult
    private mutating func changePeer<Result>(_ change: (inout Peer) -> Result) -> Result? {
        guard case .active = self.state else { return nil }
        var state = State.closing
        swap(&state, &self.state)
        guard case .active(var peer) = consume state else { return nil }
        defer { self.state = .active(peer) }
        return change(&peer)
    }
}
