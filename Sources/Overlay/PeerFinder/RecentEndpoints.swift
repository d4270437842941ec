import Addressing

/// What two peers have told each other lately, so that they do not tell it again.
///
/// Source: skywelld reference §5.3.
struct RecentEndpoints: Sendable {
    private typealias Constants = PeerFinder.Constants

    private var entries: [Endpoint: (hops: Int, until: Duration)] = [:]

    /// Whether the other end does not know the endpoint with as few hops.
    func isNews(_ endpoint: Endpoint, hops: Int, now: Duration) -> Bool {
        guard let known = self.entries[endpoint], known.until > now else { return true }
        return hops < known.hops
    }

    /// Remembers what was said, unless too much is remembered already: it may then be said twice.
    mutating func remember(_ endpoint: Endpoint, hops: Int, now: Duration) {
        if self.entries.count >= Constants.recentMaximum {
            self.entries = self.entries.filter { $0.value.until > now }
            guard self.entries.count < Constants.recentMaximum else { return }
        }
        if let known = self.entries[endpoint], known.until > now, known.hops < hops { return }
        self.entries[endpoint] = (hops, now + Constants.recentLifetime)
    }
}
