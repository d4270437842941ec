import Addressing
import PeerProtocol

/// What we tell others, and what we believe of what they tell us.
extension PeerFinder {
    /// What we tell one peer now.
    ///
    /// Our own entry first, if others can reach us. Then endpoints that the peer has not told us and we have not told it
    /// lately, the nearest first, one for an address, never the peer's own address.
    ///
    /// Source: skywelld reference §5.3.
    mutating func announcement(to id: ConnectionID, now: Duration) -> [Endpoints.Entry] {
        guard !self.settings.isPrivate, let slot = self.slots[id] else { return [] }
        var announced: [Endpoints.Entry] = []
        if let port = self.settings.listeningPort, self.settings.limits.inbound > 0 {
            announced.append(.own(port))
        }
        guard slot.takesHops || self.settings.hopRelay == .always, !self.livecache.isEmpty else { return announced }
        let handout = self.handout(Constants.announcedMaximum - announced.count, besides: slot.remote.address) {
            slot.recent.isNews($0, hops: $1, now: now)
        }
        for entry in handout { self.slots[id]?.recent.remember(entry.endpoint, hops: Int(entry.hops), now: now) }
        return announced + handout
    }

    /// Where a caller whom we refuse may try instead. Source: skywelld reference §3.6.
    mutating func redirects(for caller: IPv4Address, count: Int) -> [Endpoint] {
        guard !self.settings.isPrivate else { return [] }
        return self.handout(count, besides: caller) { _, _ in true }.map(\.endpoint)
    }

    /// A redirect named these: worth a dial of ours, but not to be told on nor saved before it worked.
    mutating func redirected(to endpoints: [Endpoint], now: Duration) {
        guard !self.settings.isPrivate else { return }
        for endpoint in endpoints.prefix(Constants.redirectsTaken) where self.isWorthKeeping(endpoint) {
            self.livecache.insert(endpoint, hops: Constants.hopsMaximum + 1, from: nil, now: now)
        }
    }

    /// A peer told us about endpoints.
    ///
    /// - Returns: Where to test whether the peer itself can be reached, if that is due.
    mutating func announced(by id: ConnectionID, _ entries: [Endpoints.Entry], now: Duration) -> Endpoint? {
        guard !self.settings.isPrivate, let slot = self.slots[id], slot.phase == .active,
            slot.lastAnnouncement.map({ now - $0 >= Constants.announcementInterval }) ?? true
        else { return nil }
        self.slots[id]?.lastAnnouncement = now
        var seen: Set<Endpoint> = []
        var test: Endpoint?
        var hasOwn = false
        for entry in entries.prefix(Constants.acceptedMaximum) {
            guard entry.hops <= Constants.hopsMaximum else { continue }
            if entry.hops == 0 {
                guard !hasOwn else { continue }
                hasOwn = true
                // Whatever it says, its address is the one that we see.
                test = self.neighbourListens(at: Endpoint(slot.remote.address, entry.port), id, now: now)
            } else {
                let endpoint = entry.endpoint
                guard seen.insert(endpoint).inserted, self.settings.scope.includes(endpoint.address) else { continue }
                self.slots[id]?.takesHops = true
                self.take(endpoint, hops: Int(entry.hops), from: id, now: now)
            }
        }
        return test
    }

    /// The answer to a test.
    mutating func connectTestFinished(_ id: ConnectionID, isReachable: Bool, now: Duration) {
        guard case .testing(let port, _)? = self.slots[id]?.reach else { return }
        self.slots[id]?.reach =
            isReachable ? .verified(port) : .failed(until: now + Constants.connectTestPause)
    }

    /// Where a link's other end listens, as far as we know for sure.
    func listeningPort(of id: ConnectionID) -> Port? {
        guard let slot = self.slots[id] else { return nil }
        if slot.direction == .outbound { return slot.remote.port }
        if case .verified(let port) = slot.reach { return port }
        return nil
    }

    /// Source: skywelld reference §5.3, "storing".
    private mutating func neighbourListens(at endpoint: Endpoint, _ id: ConnectionID, now: Duration) -> Endpoint? {
        guard let slot = self.slots[id], self.isWorthKeeping(endpoint),
            !(slot.publicKey.map(self.protection.covers) ?? true)
        else { return nil }
        guard slot.direction == .inbound else {
            // We dialled it, so it can be reached there; another port is only its word.
            if endpoint == slot.remote { self.take(endpoint, hops: 0, from: id, now: now) }
            return nil
        }
        switch slot.reach {
        case .verified(endpoint.port):
            self.take(endpoint, hops: 0, from: id, now: now)
            return nil
        case .testing(_, let until) where now < until, .failed(let until) where now < until:
            return nil
        case .unknown, .testing, .verified, .failed:
            self.slots[id]?.reach = .testing(endpoint.port, until: now + Constants.connectTestTimeout * 2)
            return endpoint
        }
    }

    private mutating func take(_ endpoint: Endpoint, hops: Int, from id: ConnectionID, now: Duration) {
        guard self.isWorthKeeping(endpoint) else { return }
        self.slots[id]?.recent.remember(endpoint, hops: hops, now: now)
        self.livecache.insert(endpoint, hops: hops + 1, from: id, now: now)
        self.bootcache.insert(endpoint)
    }

    /// Some of the livecache: fewer hops first, by chance among equals, one for an address.
    private mutating func handout(
        _ count: Int,
        besides address: IPv4Address,
        where isWanted: (Endpoint, Int) -> Bool
    ) -> [Endpoints.Entry] {
        var chosen: [Endpoints.Entry] = []
        var addresses: Set<IPv4Address> = [address]
        for hops in 1...Constants.hopsMaximum where chosen.count < count {
            for endpoint in self.livecache.endpoints(hops: hops).shuffled(using: &self.random)
            where chosen.count < count && isWanted(endpoint, hops) && self.isWorthKeeping(endpoint) {
                guard addresses.insert(endpoint.address).inserted else { continue }
                chosen.append(Endpoints.Entry(endpoint.address, endpoint.port, hops: UInt32(hops)))
            }
        }
        return chosen
    }
}

extension Endpoints.Entry {
    /// Where somebody is said to listen.
    var endpoint: Endpoint {
        Endpoint(self.address, self.port)
    }
}
