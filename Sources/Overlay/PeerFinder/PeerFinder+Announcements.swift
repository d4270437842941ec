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
    ///
    /// - Parameter guess: See `SlotTable.place`.
    mutating func announcement(to id: ConnectionID, near guess: Int? = nil, now: Duration) -> [Endpoints.Entry] {
        guard !self.settings.isPrivate, let place = self.slots.place(of: id, near: guess),
            let remote = self.slots[at: place]?.remote
        else { return [] }
        var announced: [Endpoints.Entry] = []
        announced.reserveCapacity(Constants.announcedMaximum)
        if let port = self.settings.listeningPort, self.settings.limits.inbound > 0 {
            announced.append(.own(port))
        }
        guard let column = self.slots[at: place]?.column,
            self.settings.hopRelay == .always || self.slots[at: place]?.takesHops ?? false
        else { return announced }
        self.weighHearsay()
        self.livecache.expire(now: now)
        self.hand(out: Constants.announcedMaximum, into: &announced, besides: remote.address, to: column, now)
        return announced
    }

    /// A peer told us about endpoints.
    ///
    /// - Parameters:
    ///   - id: Its link.
    ///   - entries: What it told.
    ///   - takesHops: Whether it said that it takes entries of hops 1 and more itself.
    ///   - now: When.
    /// - Returns: Where to test whether the peer itself can be reached, if that is due.
    mutating func announced(
        by id: ConnectionID,
        _ entries: [Endpoints.Entry],
        takesHops: Bool = false,
        now: Duration
    ) -> Endpoint? {
        let start = self.heardNumbers.count
        for entry in entries.prefix(Constants.acceptedMaximum) { self.heardNumbers.append(Hearsay.number(of: entry)) }
        return self.announced(by: id, from: start, takesHops: takesHops, now: now)
    }

    /// The same for entries that were put behind all that was heard before.
    ///
    /// - Parameters:
    ///   - start: Where the first of them lies.
    ///   - guess: See `SlotTable.place`.
    mutating func announced(
        by id: ConnectionID,
        from start: Int,
        takesHops: Bool,
        near guess: Int? = nil,
        now: Duration
    ) -> Endpoint? {
        let read = min(self.heardNumbers.count, start + Constants.acceptedMaximum)
        guard !self.settings.isPrivate, let place = self.slots.place(of: id, near: guess),
            let column = self.slots[at: place]?.column, self.slots[at: place]?.isWorthHearing(now: now) ?? false
        else {
            self.heardNumbers.removeSubrange(start...)
            return nil
        }
        if read < self.heardNumbers.count { self.heardNumbers.removeSubrange(read...) }
        var hearsay = Hearsay(entries: start..<read, own: nil, column: column, time: now)
        self.slots[at: place]?.lastAnnouncement = now
        var own: Port?
        var hasProven = takesHops
        let isAsked = !(self.slots[at: place]?.takesHops ?? true)
        for index in start..<read {
            let number = self.heardNumbers[index]
            if Hearsay.hops(of: number) == 0 {
                if own == nil { own = Hearsay.port(of: number) }
            } else if isAsked, !hasProven {
                hasProven = Hearsay.isAboutOthers(number) && self.settings.scope.includes(Hearsay.address(of: number))
            }
        }
        if isAsked, hasProven { self.slots[at: place]?.takesHops = true }
        var test: Endpoint?
        if let own { (test, hearsay.own) = self.neighbourListens(at: own, place, now: now) }
        self.heard.append(hearsay)
        if self.heard.count >= Constants.heardMaximum { self.weighHearsay() }
        return test
    }

    /// Puts what peers have said since the last time where it belongs.
    ///
    /// Called before anything is asked of the caches, and not with each message: so a node that has nothing to say does not go through
    /// its caches sixty times before it does.
    mutating func weighHearsay() {
        guard !self.heard.isEmpty else { return }
        var heard: [Hearsay] = []
        var numbers: [Hearsay.Number] = []
        swap(&heard, &self.heard)
        swap(&numbers, &self.heardNumbers)
        // Reading through all entries in their order also spares the look-ups that follow, in any order, most of their waiting.
        if let first = heard.first { self.livecache.expire(now: first.time) }
        if heard.count >= Constants.readAheadFrom { self.livecache.warm() }
        var others: [(number: Hearsay.Number, place: Livecache.Place?)] = []
        others.reserveCapacity(Constants.acceptedMaximum)
        for hearsay in heard {
            if let own = hearsay.own {
                self.take(own.number, at: self.livecache.place(of: own.number), hops: 0, hearsay)
            }
            // All are looked up before anything is done about one of them, so that memory is waited for once.
            others.removeAll(keepingCapacity: true)
            for number in numbers[hearsay.entries] where Hearsay.isAboutOthers(number) {
                let endpoint = Hearsay.endpointNumber(of: number)
                guard !others.contains(where: { Hearsay.endpointNumber(of: $0.number) == endpoint }) else { continue }
                let place = self.livecache.place(of: endpoint)
                if place == nil { self.warmed &+= self.bootcache.warmth(of: endpoint) }
                others.append((number, place))
            }
            for other in others {
                let (endpoint, hops) = (Hearsay.endpointNumber(of: other.number), Hearsay.hops(of: other.number))
                self.take(endpoint, at: other.place, hops: hops, hearsay)
            }
        }
        heard.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        swap(&heard, &self.heard)
        swap(&numbers, &self.heardNumbers)
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

    /// A peer says that it listens itself.
    ///
    /// Source: skywelld reference §5.3, "storing".
    ///
    /// - Returns: Where to test that, if it is due; and what we believe.
    private mutating func neighbourListens(
        at port: Port,
        _ place: Int,
        now: Duration
    ) -> (test: Endpoint?, known: Endpoint?) {
        guard let remote = self.slots[at: place]?.remote, let reach = self.slots[at: place]?.reach else {
            return (nil, nil)
        }
        // Whatever it says, its address is the one that we see.
        let endpoint = Endpoint(remote.address, port)
        guard self.isWorthKeeping(endpoint), !self.isUnproven(place) else { return (nil, nil) }
        guard self.slots[at: place]?.direction == .inbound else {
            // We dialled it, so it can be reached there; another port is only its word.
            return (nil, endpoint == remote ? endpoint : nil)
        }
        switch reach {
        case .verified(endpoint.port):
            return (nil, endpoint)
        case .testing(_, let until) where now < until, .failed(let until) where now < until:
            return (nil, nil)
        case .unknown, .testing, .verified, .failed:
            self.slots[at: place]?.reach = .testing(endpoint.port, until: now + Constants.connectTestTimeout * 2)
            return (endpoint, nil)
        }
    }

    /// Whether the slot at a place has no key, or a protected one.
    @inline(__always)
    private func isUnproven(_ place: Int) -> Bool {
        guard self.protection.keys.isEmpty else {
            return self.slots[at: place]?.publicKey.map(self.protection.covers) ?? true
        }
        return self.slots[at: place]?.publicKey == nil
    }

    /// - Parameters:
    ///   - endpoint: As one number.
    ///   - known: Its place in the livecache, if it is there.
    private mutating func take(_ endpoint: UInt64, at known: Livecache.Place?, hops: Int, _ hearsay: Hearsay) {
        let place: Livecache.Place
        if let known {
            // What is there was worth keeping when it came, and goes when it no longer is.
            self.livecache.refresh(known, hops: hops + 1, now: hearsay.time)
            place = known
        } else {
            // Who tells more than its share fills neither cache.
            guard let endpoint = Endpoint(number: endpoint), self.isWorthKeeping(endpoint),
                let new = self.livecache.add(endpoint, hops: hops + 1, from: hearsay.column, now: hearsay.time)
            else { return }
            self.bootcache.insert(endpoint)
            place = new
        }
        self.livecache.remember(place, by: hearsay.column, hops: hops, second: hearsay.second)
    }

    /// Some of the livecache: fewer hops first, by chance among equals, one for an address.
    ///
    /// - Parameters:
    ///   - count: How many there may be in the end.
    ///   - chosen: Where they go, behind what is there.
    ///   - address: Left out.
    ///   - column: The link that is told, if it is one: it gets what it does not know, and is then taken to know it.
    mutating func hand(
        out count: Int,
        into chosen: inout [Endpoints.Entry],
        besides address: IPv4Address,
        to column: Int?,
        _ now: Duration
    ) {
        let second = now.components.seconds
        let first = chosen.count
        let (settings, protection, ownEndpoints) = (self.settings, self.protection, self.ownEndpoints)
        var random = self.random
        for hops in 1...Constants.hopsMaximum where chosen.count < count {
            let missing = count - chosen.count
            self.livecache.draw(missing, hops: hops, to: column, second: second, using: &random) { endpoint in
                let wanted = endpoint.address.rawValue
                guard wanted != address.rawValue, Self.isWorthKeeping(endpoint, settings, protection, ownEndpoints),
                    !chosen[first...].contains(where: { $0.address.rawValue == wanted })
                else { return false }
                chosen.append(Endpoints.Entry(endpoint.address, endpoint.port, hops: UInt32(hops)))
                return true
            }
        }
        self.random = random
    }
}
