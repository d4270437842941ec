import Overlay
import PeerProtocol

/// What is on its way over connections, and how they end.
extension Shore {
    private static let switching = Array("HTTP/1.1 101".utf8)

    // MARK: - Sending

    mutating func send(_ bytes: [UInt8], on id: ConnectionID, by actor: Int) {
        guard let place = self.residents[actor].ends[id.rawValue], let other = self.ends[place].other else { return }
        let fingerprint = self.fingerprint(bytes)
        let vote = VoteID(bytes, fingerprint: fingerprint)
        let name = self.ends.name(at: place)
        self.watch.sent(bytes, vote, on: name, from: actor, to: self.ends[place].otherActor, now: self.now)
        self.ends[place].undrained += 1
        if !self.ends[place].isLinked, self.ends[place].side == .acceptor, bytes.starts(with: Self.switching) {
            self.ends[place].isLinked = true
        }
        self.mail(Item.Letter(bytes: bytes, fingerprint: fingerprint), from: place, to: other)
        guard Draining.isDue(after: bytes, undrained: self.ends[place].undrained) else { return }
        self.ends[place].undrained = 0
        self.agenda.enter(.arrival(.drained, to: name), at: self.now, hint: Item.noHint)
    }

    /// Sends a letter, with the one before it if that has just set out.
    private mutating func mail(_ letter: Item.Letter, from place: Int, to other: EndName) {
        let last = self.ends[place].lastSent
        let arrival = self.now + self.ends[place].latency
        if let last, last.time == self.now, self.add(letter, to: other, at: last.place, for: arrival) { return }
        let position = self.post(.letters(letter, nil, to: other), to: other.shore, at: arrival)
        self.ends[place].lastSent = (position, self.now)
    }

    /// What stands for the bytes. A vote goes to many in one buffer, and is then looked at once.
    private mutating func fingerprint(_ bytes: [UInt8]) -> UInt64 {
        let isSame = bytes.withUnsafeBufferPointer { one in
            self.lastSent.withUnsafeBufferPointer { $0.baseAddress == one.baseAddress && $0.count == one.count }
        }
        if !isSame {
            self.lastSent = bytes
            self.lastFingerprint = Fingerprint.of(bytes)
        }
        return self.lastFingerprint
    }

    // MARK: - Arriving

    /// Bytes come to an end.
    mutating func deliver(_ letter: consuming Item.Letter, to end: EndName) {
        guard let place = self.ends.place(of: end) else { return }
        let actor = self.ends[place].actor
        let isIn = self.letIn(to: place) { .letters(copy letter, nil, to: end) }
        guard isIn else { return }
        guard self.ends[place].isOpen else {
            // Bytes for a connection that the receiving kernel does not know are answered with a reset.
            self.tellOther(place, .reset)
            return
        }
        let id = self.ends[place].id
        self.trail.mix(id, letter.fingerprint, actor, at: self.now)
        if let vote = VoteID(letter.bytes, fingerprint: letter.fingerprint) {
            self.watch.received(vote, on: end, by: actor, now: self.now)
        }
        let isAnswer = !self.ends[place].isLinked && letter.bytes.starts(with: Self.switching)
        self.feed(.bytesReceived(id, letter.bytes), to: actor)
        if isAnswer { self.noteLink(place) }
    }

    /// Something else comes to an end.
    mutating func deliver(_ arrival: Item.Arrival, to end: EndName) {
        guard let place = self.ends.place(of: end) else { return }
        let (id, actor) = (self.ends[place].id, self.ends[place].actor)
        let event: Event
        switch arrival {
        case .drained:
            if self.ends[place].isOpen { self.feed(.queueDrained(id), to: actor) }
            return
        case .opened: event = .connectionOpened(id)
        case .secured(let session): event = .connectionSecured(id, session: session)
        case .closed(let how): event = .connectionClosed(id, how)
        }
        if !arrival.isOwnClose {
            let isIn = self.letIn(to: place) { .arrival(arrival, to: end) }
            guard isIn else { return }
        }
        guard self.ends[place].isOpen else { return }
        self.trail.mix(event, actor, at: self.now)
        if case .closed = arrival { self.release(place) }
        self.feed(event, to: actor)
    }

    /// Whether something gets to an end now. What does not is lost, or held up until the way is clear.
    private mutating func letIn(to place: Int, _ item: () -> Item) -> Bool {
        let actor = self.ends[place].actor
        guard !self.ends[place].isLost, self.powers[actor] != .off else {
            self.ends[place].disturbedAt = self.now
            return false
        }
        guard !self.ends[place].isHeld, self.cuts.isClear(actor, self.ends[place].otherActor) else {
            self.ends[place].isHeld = true
            self.ends[place].disturbedAt = self.now
            self.held.append((item(), self.ends.name(at: place)))
            return false
        }
        return true
    }

    /// The dialler takes the answer that makes it a peer.
    private mutating func noteLink(_ place: Int) {
        guard self.ends[place].side == .dialler, self.ends[place].isOpen, !self.ends[place].isLinked else { return }
        self.ends[place].isLinked = true
        self.ends[place].linkedSince = self.now
    }

    // MARK: - Ending

    mutating func close(_ id: ConnectionID, by actor: Int) {
        guard let place = self.residents[actor].ends[id.rawValue] else { return }
        self.tellOther(place, .closedByPeer)
        self.agenda.enter(.arrival(.closed(.closedByUs), to: self.ends.name(at: place)), at: self.now)
    }

    /// Tells the other end how the connection ended, if it may not know.
    mutating func tellOther(_ place: Int, _ how: ConnectionEnd) {
        guard let other = self.ends[place].other, !self.ends[place].isOtherGone else { return }
        self.ends[place].lastSent = nil
        let time = self.now + self.ends[place].latency
        self.post(.arrival(.closed(how), to: other), to: other.shore, at: time)
    }

    /// An end is gone for its actor: its place is free once nothing more can come to it.
    mutating func release(_ place: Int) {
        guard self.ends[place].isOpen else { return }
        self.ends[place].isOpen = false
        self.ends[place].disturbedAt = self.now
        let actor = self.ends[place].actor
        self.residents[actor].ends.remove(self.ends[place].id.rawValue)
        if self.ends[place].side == .acceptor, self.ends[place].countsAsStranger {
            self.residents[actor].strangers -= 1
        }
        if let other = self.ends[place].other {
            self.post(.gone(other), to: other.shore, at: self.now + self.ends[place].latency)
        } else {
            self.ends[place].isOtherGone = true
        }
        if self.ends[place].isOtherGone { self.ends.free(place) }
    }

    mutating func noteGone(_ end: EndName) {
        guard let place = self.ends.place(of: end), !self.ends[place].isOtherGone else { return }
        self.ends[place].isOtherGone = true
        if !self.ends[place].isOpen { self.ends.free(place) }
    }

    // MARK: - Faults

    /// The ends of an actor, in the order in which they came to be.
    func places(of actor: Int) -> [Int] {
        self.residents[actor].ends.places.sorted { self.ends[$0].serial < self.ends[$1].serial }
    }

    mutating func reset(_ actor: Int) {
        for place in self.places(of: actor) {
            self.tellOther(place, .reset)
            self.agenda.enter(.arrival(.closed(.reset), to: self.ends.name(at: place)), at: self.now)
        }
    }

    /// Nothing more comes to an end, and nobody is told.
    mutating func lose(_ place: Int) {
        self.ends[place].isLost = true
        self.ends[place].disturbedAt = self.now
    }

    /// Ends a machine. If only the server ends, its kernel tells the other ends of its connections.
    mutating func stop(_ actor: Int, _ power: Resident.Power, loses: Bool) {
        guard self.powers[actor] == .on else { return }
        for place in self.places(of: actor) {
            if power == .idle { self.tellOther(place, .reset) }
            self.release(place)
        }
        self.powers[actor] = power
        if self.isHonest[actor] { self.machines[actor] = .vacant }
        self.adversaries[actor] = nil
        self.residents[actor].wake = nil
        if loses { self.residents[actor].bootcache = [] }
    }

    /// What was held up and is free to go, goes on in the order in which it came.
    mutating func letGo() {
        let waiting = self.held
        self.held = []
        for (item, end) in waiting {
            guard let place = self.ends.place(of: end) else { continue }
            guard self.cuts.isClear(self.ends[place].actor, self.ends[place].otherActor) else {
                self.held.append((item, end))
                continue
            }
            self.ends[place].isHeld = false
            self.agenda.enter(item, at: self.now, hint: item.hint, memory: item.memory)
        }
    }
}

extension Item.Arrival {
    /// Whether a machine hears of its own close, which nothing on the way can hold up.
    fileprivate var isOwnClose: Bool {
        switch self {
        case .closed(.closedByUs), .closed(.refused): true
        default: false
        }
    }
}
