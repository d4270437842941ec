import Addressing

/// Whom to dial, beyond the fixed peers.
extension PeerFinder {
    /// Whether another outbound link is wanted.
    var wantsMore: Bool {
        !self.settings.isPrivate && self.countedOutbound + self.attempts < self.settings.limits.outbound
    }

    /// Whether there are links enough to wait, if a round of dials has led to none.
    var isPatient: Bool {
        2 * self.countedOutbound >= self.settings.limits.outbound
    }

    /// The endpoints to dial now: from the livecache, the farthest first, or else from the bootcache, the best first.
    ///
    /// At most one for an address, and none for an address that has a slot already or was dialled within a minute; an address that
    /// refuses time and again is left alone for longer.
    ///
    /// Source: skywelld reference §6.5.
    mutating func autoconnect(now: Duration) -> [Endpoint] {
        guard self.wantsMore, !self.isPatient || now >= self.nextRound else { return [] }
        let free = self.settings.limits.outbound - self.countedOutbound - self.attempts
        let needed = min(free, Constants.attemptsMaximum - self.attempts)
        guard needed > 0 else { return [] }
        self.weighHearsay()
        self.livecache.expire(now: now)
        if self.suppressed.count >= Constants.suppressedMaximum {
            self.suppressed = self.suppressed.filter { $0.value > now }
        }
        var picked: [Endpoint] = []
        for hops in stride(from: Constants.hopsMaximum + 1, through: 1, by: -1) {
            var drawn = 0
            while picked.count < needed,
                let place = self.livecache.draw(hops: hops, after: drawn, using: &self.random)
            {
                drawn += 1
                self.pick(self.livecache.endpoint(at: place), into: &picked, now: now)
            }
        }
        // While dials are under way the bootcache waits: one of them may know better.
        if picked.isEmpty, self.attempts == 0 {
            for endpoint in self.bestFirst() where picked.count < needed {
                self.pick(endpoint, into: &picked, now: now)
            }
        }
        guard !picked.isEmpty else { return [] }
        self.nextRound = now + Constants.tick * (1 << min(self.fruitlessRounds, Constants.tickDoublings))
        self.fruitlessRounds += 1
        return picked
    }

    /// Equals in an order by chance, so that not all nodes try the same first.
    private mutating func bestFirst() -> [Endpoint] {
        self.bootcache.entries.shuffled(using: &self.random).sorted { $0.valence > $1.valence }.map(\.endpoint)
    }

    private mutating func pick(_ endpoint: Endpoint, into picked: inout [Endpoint], now: Duration) {
        let address = endpoint.address
        guard self.suppressed[address].map({ $0 <= now }) ?? true, self.slotsByAddress[address] == nil,
            self.isWorthKeeping(endpoint), self.settings.fixedAddresses[address] == nil
        else { return }
        let doublings = min(self.refusals[address] ?? 0, Constants.suppressionDoublings)
        self.suppressed[address] = now + Constants.redialSuppression * (1 << doublings)
        picked.append(endpoint)
    }
}
