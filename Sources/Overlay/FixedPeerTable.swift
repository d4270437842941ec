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
        case connected(ConnectionID, since: Duration)
    }

    private struct Entry {
        let endpoint: Endpoint
        var state = State.idle
        /// In a row.
        var failures = 0
    }

    private let profile: RedialProfile
    private var entries: [Entry] = []
    private var indices: [Endpoint: Int] = [:]
    private var indicesByConnection: [ConnectionID: Int] = [:]

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
            if case .waiting(let until) = $0.state, until <= now { $0.endpoint } else { nil }
        }
    }

    mutating func dialled(_ endpoint: Endpoint, as id: ConnectionID, now: Duration) {
        guard let index = self.indices[endpoint] else { return }
        self.entries[index].state = .connected(id, since: now)
        self.indicesByConnection[id] = index
        self.updateNextDial()
    }

    /// The link stands, so the next wait is the shortest again.
    mutating func becameActive(_ id: ConnectionID) {
        guard let index = self.indicesByConnection[id] else { return }
        self.entries[index].failures = 0
    }

    /// The connection is gone; the loss of an active link counts as the first failure.
    ///
    /// - Parameters:
    ///   - id: The connection.
    ///   - wasAnswered: Whether the other end ever said something. The time that a dial into silence took is a part of
    ///     the wait, so that a peer that comes back is dialled within the longest wait in any case.
    ///   - now: When.
    ///   - random: Spreads the wait.
    /// - Returns: How long the peer waits now; `nil` if the connection was none to a fixed peer.
    mutating func closed(
        _ id: ConnectionID,
        wasAnswered: Bool,
        now: Duration,
        using random: inout SplitMix64
    ) -> Duration? {
        guard let index = self.indicesByConnection.removeValue(forKey: id),
            case .connected(id, let since) = self.entries[index].state
        else { return nil }
        self.entries[index].failures += 1
        let full = self.profile.delay(failures: self.entries[index].failures, using: &random)
        let delay = wasAnswered ? full : self.profile.shortened(full, by: now - since)
        self.entries[index].state = .waiting(until: now + delay)
        self.updateNextDial()
        return delay
    }

    private mutating func updateNextDial() {
        self.nextDial = self.entries.compactMap { if case .waiting(let until) = $0.state { until } else { nil } }.min()
    }
}
