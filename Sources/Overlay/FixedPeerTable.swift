import Addressing
import Skywelld

/// The peers a node wants to stay connected to, and when to dial each of them next.
///
/// A fixed peer waits, then has a connection, then waits again; it never has two connections at a time. One that has dialled us
/// is not dialled meanwhile: it would refuse us as a duplicate, after a full handshake, again and again.
struct FixedPeerTable: Sendable {
    private enum State {
        /// Before the start.
        case idle
        case waiting(until: Duration)
        /// Being dialled, or linked.
        case connected(ConnectionID, since: Duration)
        /// A link that is no dial of this entry leads to the peer, as far as we know.
        case linkedOtherwise(ConnectionID, until: Duration)
    }

    /// How long it is taken for granted that a dial would lead to nothing: that the peer has dialled us, or is we ourselves.
    static let lookInterval = Duration.seconds(300)
    /// When a link that the peer dialled ends, we wait as after so many failures at least: it dials us again as well, and two
    /// dials that meet undo each other. Source: skywelld reference §3.5, "cross-dial hazard".
    static let failuresAfterLinkedOtherwise = 4

    private struct Entry {
        let endpoint: Endpoint
        var state = State.idle
        /// In a row.
        var failures = 0
        /// The key that was last proven there.
        var key: NodePublicKey?
        /// The last answer was that there is no place for us.
        var wasRefused = false

        /// When it is to be looked at; `nil` if something else comes first.
        var dueTime: Duration? {
            switch self.state {
            case .waiting(let until), .linkedOtherwise(_, let until): until
            case .idle, .connected: nil
            }
        }
    }

    private let profile: RedialProfile
    private var entries: [Entry] = []
    private var indices: [Endpoint: Int] = [:]
    private var indicesByConnection: [ConnectionID: Set<Int>] = [:]

    /// When the next peer is due; `nil` if all have a connection.
    private(set) var nextDial: Duration?

    /// An endpoint that is named twice counts once.
    init(_ endpoints: [Endpoint], profile: RedialProfile) {
        self.profile = profile
        for endpoint in endpoints where self.indices[endpoint] == nil {
            self.indices[endpoint] = self.entries.count
            self.entries.append(Entry(endpoint: endpoint))
        }
    }

    var count: Int {
        self.entries.count
    }

    /// Makes every peer due.
    mutating func start(now: Duration) {
        for index in self.entries.indices {
            if case .idle = self.entries[index].state { self.entries[index].state = .waiting(until: now) }
        }
        self.updateNextDial()
    }

    /// The peers that are due, in the order of the configuration.
    func due(now: Duration) -> [Endpoint] {
        guard let nextDial, nextDial <= now else { return [] }
        return self.entries.compactMap {
            if let dueTime = $0.dueTime, dueTime <= now { $0.endpoint } else { nil }
        }
    }

    mutating func dialled(_ endpoint: Endpoint, as id: ConnectionID, now: Duration) {
        guard let index = self.indices[endpoint] else { return }
        self.entries[index].state = .connected(id, since: now)
        self.indicesByConnection[id, default: []].insert(index)
        self.updateNextDial()
    }

    /// What is known of who is at an endpoint: the key that was last proven there, and whether we were refused since.
    func knowledge(of endpoint: Endpoint) -> (key: NodePublicKey?, wasRefused: Bool) {
        self.indices[endpoint].map { (self.entries[$0].key, self.entries[$0].wasRefused) } ?? (nil, false)
    }

    /// Another link leads to the peer: as long as it stands the peer is not dialled, but for a look now and then.
    mutating func noteLink(_ id: ConnectionID, to endpoint: Endpoint, now: Duration) {
        guard let index = self.indices[endpoint] else { return }
        self.entries[index].state = .linkedOtherwise(id, until: now + Self.lookInterval)
        self.entries[index].wasRefused = false
        self.indicesByConnection[id, default: []].insert(index)
        self.updateNextDial()
    }

    /// The link stands, so the next wait is the shortest again.
    mutating func becameActive(_ id: ConnectionID) {
        for index in self.dialled(by: id) {
            self.entries[index].failures = 0
            self.entries[index].wasRefused = false
        }
    }

    /// The other end of a dial has proven its key, whether it becomes a link or not.
    mutating func proved(_ key: NodePublicKey, on id: ConnectionID) {
        for index in self.dialled(by: id) { self.entries[index].key = key }
    }

    /// The other end of a dial has no place for us.
    mutating func refused(_ id: ConnectionID) {
        for index in self.dialled(by: id) { self.entries[index].wasRefused = true }
    }

    /// This node itself listens there.
    mutating func foundOurselves(at endpoint: Endpoint, now: Duration) {
        guard let index = self.indices[endpoint] else { return }
        self.entries[index].state = .waiting(until: now + Self.lookInterval)
        self.updateNextDial()
    }

    /// The connection is gone; the loss of an active link counts as the first failure.
    ///
    /// - Parameters:
    ///   - id: The connection.
    ///   - wasAnswered: Whether the other end ever said something. The time that a dial into silence took is a part of
    ///     the wait, so that a peer that comes back is dialled within the longest wait in any case.
    ///   - now: When.
    ///   - random: Spreads the wait.
    /// - Returns: Who waits now, and how long, in the order of the configuration.
    mutating func closed(
        _ id: ConnectionID,
        wasAnswered: Bool,
        now: Duration,
        using random: inout SplitMix64
    ) -> [(endpoint: Endpoint, delay: Duration)] {
        guard let indices = self.indicesByConnection.removeValue(forKey: id) else { return [] }
        var waiting: [(Endpoint, Duration)] = []
        for index in indices.sorted() {
            let since: Duration
            var failures = self.entries[index].failures + 1
            switch self.entries[index].state {
            case .connected(id, let time):
                since = time
            case .linkedOtherwise(id, _):
                since = now
                failures = max(failures, Self.failuresAfterLinkedOtherwise)
            case .idle, .waiting, .connected, .linkedOtherwise:
                continue
            }
            let full = self.profile.delay(failures: failures, using: &random)
            let delay = wasAnswered ? full : self.profile.shortened(full, by: now - since)
            self.entries[index].failures = failures
            self.entries[index].state = .waiting(until: now + delay)
            waiting.append((self.entries[index].endpoint, delay))
        }
        self.updateNextDial()
        return waiting
    }

    private func dialled(by id: ConnectionID) -> [Int] {
        (self.indicesByConnection[id] ?? []).filter {
            if case .connected(id, _) = self.entries[$0].state { true } else { false }
        }
    }

    private mutating func updateNextDial() {
        self.nextDial = self.entries.compactMap(\.dueTime).min()
    }
}
