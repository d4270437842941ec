import Addressing

/// Whom to dial, beyond the fixed peers.
extension PeerFinder {
    /// Whether another outbound link is wanted.
    var wantsMore: Bool {
        !self.settings.isPrivate && self.countedOutbound + self.attempts < self.settings.limits.outbound
    }

    /// The endpoints to dial now: from the livecache, the farthest first, or else from the bootcache, the best first.
    ///
    /// At most one for an address, and none for an address that has a slot already or was dialled within a minute.
    ///
    /// Source: skywelld reference §6.5.
    mutating func autoconnect(now: Duration) -> [Endpoint] {
        guard self.wantsMore else { return [] }
        let free = self.settings.limits.outbound - self.countedOutbound - self.attempts
        let needed = min(free, Constants.attemptsMaximum - self.attempts)
        guard needed > 0 else { return [] }
        let live = self.pick(needed, of: self.farthestFirst(), now: now)
        // While dials are under way the bootcache waits: one of them may know better.
        guard live.isEmpty, self.attempts == 0 else { return live }
        return self.pick(needed, of: self.bestFirst(), now: now)
    }

    private mutating func farthestFirst() -> [Endpoint] {
        var endpoints: [Endpoint] = []
        for hops in stride(from: Constants.hopsMaximum + 1, through: 1, by: -1) {
            endpoints += self.livecache.endpoints(hops: hops).shuffled(using: &self.random)
        }
        return endpoints
    }

    /// Equals in an order by chance, so that not all nodes try the same first.
    private mutating func bestFirst() -> [Endpoint] {
        self.bootcache.entries.shuffled(using: &self.random).sorted { $0.valence > $1.valence }.map(\.endpoint)
    }

    private mutating func pick(_ count: Int, of endpoints: [Endpoint], now: Duration) -> [Endpoint] {
        var picked: [Endpoint] = []
        for endpoint in endpoints where picked.count < count {
            guard self.isWorthKeeping(endpoint), self.suppressed[endpoint.address] == nil,
                self.slotsByAddress[endpoint.address] == nil, self.settings.fixedAddresses[endpoint.address] == nil
            else { continue }
            self.suppressed[endpoint.address] = now + Constants.redialSuppression
            picked.append(endpoint)
        }
        return picked
    }
}
