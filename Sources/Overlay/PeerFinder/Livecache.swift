import Addressing

/// The endpoints that peers have told about in the last half minute, by the fewest hops heard.
///
/// Source: skywelld reference §6.7.
struct Livecache: Sendable {
    private typealias Constants = PeerFinder.Constants

    private struct Entry {
        var hops: Int
        var expires: Duration
        /// Who told; `nil` for a redirect.
        var source: ConnectionID?
        /// In the list of its hops.
        var position: Int
    }

    private var entries: [Endpoint: Entry] = [:]
    /// By hops. In lists, because the order of a dictionary must not reach what is sent.
    private var lists: [[Endpoint]] = Array(repeating: [], count: Constants.hopsMaximum + 2)
    private var heldBySource: [ConnectionID?: Int] = [:]

    var count: Int {
        self.entries.count
    }

    var isEmpty: Bool {
        self.entries.isEmpty
    }

    func hops(of endpoint: Endpoint) -> Int? {
        self.entries[endpoint]?.hops
    }

    /// Those with this many hops, in an order that only earlier events decide.
    func endpoints(hops: Int) -> [Endpoint] {
        self.lists[hops]
    }

    /// Takes an endpoint in or refreshes it. More hops than known are passed over, and so is what is over a limit.
    ///
    /// - Parameters:
    ///   - endpoint: Where somebody is said to listen.
    ///   - hops: From there to us: 1 to one more than the maximum, which is dialled but never handed on.
    ///   - source: Who told.
    ///   - now: When.
    mutating func insert(_ endpoint: Endpoint, hops: Int, from source: ConnectionID?, now: Duration) {
        let expires = now + Constants.livecacheLifetime
        guard let known = self.entries[endpoint] else {
            guard self.entries.count < Constants.livecacheMaximum,
                self.heldBySource[source, default: 0] < Constants.livecacheShare
            else { return }
            self.heldBySource[source, default: 0] += 1
            self.entries[endpoint] = Entry(hops: hops, expires: expires, source: source, position: 0)
            self.append(endpoint, hops: hops)
            return
        }
        guard hops <= known.hops else { return }
        self.entries[endpoint]?.expires = expires
        guard hops < known.hops else { return }
        self.unlist(known)
        self.entries[endpoint]?.hops = hops
        self.append(endpoint, hops: hops)
    }

    mutating func expire(now: Duration) {
        self.remove { _, entry in entry.expires <= now }
    }

    mutating func remove(_ address: IPv4Address) {
        self.remove { endpoint, _ in endpoint.address == address }
    }

    private mutating func remove(where isGone: (Endpoint, Entry) -> Bool) {
        for hops in self.lists.indices {
            for endpoint in self.lists[hops].reversed() {
                guard let entry = self.entries[endpoint], isGone(endpoint, entry) else { continue }
                self.unlist(entry)
                self.entries[endpoint] = nil
                self.release(entry.source)
            }
        }
    }

    private mutating func append(_ endpoint: Endpoint, hops: Int) {
        self.entries[endpoint]?.position = self.lists[hops].count
        self.lists[hops].append(endpoint)
    }

    /// Takes an entry out of its list; the last of the list takes its place.
    private mutating func unlist(_ entry: Entry) {
        guard let last = self.lists[entry.hops].popLast(), entry.position < self.lists[entry.hops].count else { return }
        self.lists[entry.hops][entry.position] = last
        self.entries[last]?.position = entry.position
    }

    private mutating func release(_ source: ConnectionID?) {
        let held = self.heldBySource[source, default: 0] - 1
        self.heldBySource[source] = held > 0 ? held : nil
    }
}
