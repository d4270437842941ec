import Addressing
import PeerProtocol

/// Where else to try, as we say and as others do.
extension PeerFinder {
    /// Where a caller whom we refuse may try instead. Source: skywelld reference §3.6.
    mutating func redirects(for caller: IPv4Address, count: Int, now: Duration) -> [Endpoint] {
        guard !self.settings.isPrivate else { return [] }
        self.weighHearsay()
        self.livecache.expire(now: now)
        var chosen: [Endpoints.Entry] = []
        self.hand(out: count, into: &chosen, besides: caller, to: nil, now)
        return chosen.map(\.endpoint)
    }

    /// A redirect named these: worth a dial of ours, but not to be told on nor saved before it worked.
    mutating func redirected(to endpoints: [Endpoint], now: Duration) {
        guard !self.settings.isPrivate else { return }
        self.weighHearsay()
        for endpoint in endpoints.prefix(Constants.redirectsTaken) where self.isWorthKeeping(endpoint) {
            self.livecache.insert(endpoint, hops: Constants.hopsMaximum + 1, from: nil, now: now)
        }
    }
}
