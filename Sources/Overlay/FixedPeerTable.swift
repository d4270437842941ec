import Addressing

/// The peers a node wants to stay connected to, and when to dial each of them next.
///
/// A fixed peer waits, then has a connection, then waits again; it never has two connections at a time.
struct FixedPeerTable: Sendable {
    private enum State {
        /// Before the start.
        case idle
        case waiting(until: Duration)
        /// Being dialled, or linked.
        case connected(ConnectionID)
    }

    private struct Entry {
        let endpoint: Endpoint
        var state = State.idle
        /// In a row.
        var failures = 0
    }

    private let profile: RedialProfile
    private var entries: [Entry] = []

    /// An endpoint that is named twice counts once.
    init(_ endpoints: [Endpoint], profile: RedialProfile) {
        self.profile = profile
        var seen: Set<Endpoint> = []
        self.entries = endpoints.filter { seen.insert($0).inserted }.map { Entry(endpoint: $0) }
    }

    var count: Int {
        self.entries.count
    }

    /// When the next peer is due; `nil` if all have a connection.
    var nextDial: Duration? {
        self.entries.compactMap { if case .waiting(let until) = $0.state { until } else { nil } }.min()
    }

    /// Makes every peer due.
    mutating func start(now: Duration) {
        for index in self.entries.indices {
            if case .idle = self.entries[index].state { self.entries[index].state = .waiting(until: now) }
        }
    }

    /// The peers that are due, in the order of the configuration.
    func due(now: Duration) -> [Endpoint] {
        self.entries.compactMap {
            if case .waiting(let until) = $0.state, until <= now { $0.endpoint } else { nil }
        }
    }

    mutating func dialled(_ endpoint: Endpoint, as id: ConnectionID) {
        guard let index = self.entries.firstIndex(where: { $0.endpoint == endpoint }) else { return }
        self.entries[index].state = .connected(id)
    }

    /// The link stands, so the next wait is the shortest again.
    mutating func becameActive(_ id: ConnectionID) {
        guard let index = self.index(of: id) else { return }
        self.entries[index].failures = 0
    }

    /// The connection is gone; the loss of an active link counts as the first failure.
    ///
    /// - Returns: How long the peer waits now; `nil` if the connection was none to a fixed peer.
    mutating func closed(_ id: ConnectionID, now: Duration, using random: inout SplitMix64) -> Duration? {
        guard let index = self.index(of: id) else { return nil }
        self.entries[index].failures += 1
        let delay = self.profile.delay(failures: self.entries[index].failures, using: &random)
        self.entries[index].state = .waiting(until: now + delay)
        return delay
    }

    private func index(of id: ConnectionID) -> Int? {
        self.entries.firstIndex { if case .connected(id) = $0.state { true } else { false } }
    }
}
