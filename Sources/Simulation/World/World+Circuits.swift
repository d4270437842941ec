import Addressing
import Overlay
import PeerProtocol

/// What is on its way.
extension World {
    func circuit(_ end: Circuit.End) -> Circuit? {
        let circuit = self.circuits[end.place]
        return circuit.serial == end.serial ? circuit : nil
    }

    /// The end of a circuit that an actor knows by this number.
    func end(_ id: ConnectionID, of actor: Int) -> Circuit.End? {
        self.residents[actor].ends[id]?.end(self.circuits)
    }

    /// Whether packets get from one actor to another at present.
    func isClear(_ one: Int, _ other: Int) -> Bool {
        !self.isCutSomewhere
            || (self.residents[one].isolations == 0 && self.residents[other].isolations == 0
                && self.separations[Separation(one, other)] == nil)
    }

    // MARK: - Opening

    mutating func dial(_ id: ConnectionID, _ endpoint: Endpoint, by actor: Int) {
        let source = self.adversaries[actor]?.source(of: id)
        let answer = self.routing.answer(actor, endpoint, from: source)
        self.trail.note(.dialled(actor, endpoint), at: self.now)
        let latency: Duration
        let listener: Int
        let shownSource: IPv4Address
        switch answer {
        case .reaches(let reached, let source, let way): (listener, shownSource, latency) = (reached, source, way)
        case .refused, .silence: (listener, shownSource, latency) = (actor, endpoint.address, .zero)
        }
        let isStranger = !self.cast.actors[actor].kind.isOurs && !self.routing.isLink(actor, endpoint)
        let place = self.freePlaces.popLast() ?? self.circuits.count
        let circuit = Circuit(
            serial: self.nextSerial,
            latency: latency,
            dialler: Circuit.SideState(actor: actor, id: id, isOpen: true),
            acceptor: Circuit.SideState(actor: listener, id: ConnectionID(rawValue: 0), isOpen: false),
            endpoint: endpoint,
            source: shownSource,
            countsAsStranger: isStranger
        )
        self.nextSerial += 1
        if place == self.circuits.count { self.circuits.append(circuit) } else { self.circuits[place] = circuit }
        let end = Circuit.End(place: place, serial: circuit.serial, side: .dialler)
        self.residents[actor].ends.insert(id, end)
        switch answer {
        case .reaches: self.agenda.enter(.arrive(end.opposite), at: self.now + latency)
        case .refused: self.agenda.enter(.event(.connectionClosed(id, .refused), to: end), at: self.now)
        case .silence: break  // the dialler gives up by itself
        }
    }

    /// The first packet of a dial comes to the listener.
    mutating func arrive(_ end: Circuit.End) {
        guard let circuit = self.circuit(end), circuit.dialler.isOpen else { return }
        let (dialler, listener) = (circuit.dialler.actor, circuit.acceptor.actor)
        guard self.isClear(dialler, listener), self.residents[listener].power != .off else { return }
        let actor = self.cast.actors[listener]
        if circuit.countsAsStranger, let ceiling = actor.strangersCeiling,
            self.residents[listener].strangers >= ceiling
        {
            return
        }
        guard self.residents[listener].power == .on else {
            let closed = Event.connectionClosed(circuit.dialler.id, .refused)
            self.agenda.enter(.event(closed, to: end.opposite), at: self.now + circuit.latency)
            return
        }
        self.accept(end, circuit)
    }

    private mutating func accept(_ end: Circuit.End, _ circuit: Circuit) {
        let listener = circuit.acceptor.actor
        let id = ConnectionID(rawValue: self.residents[listener].nextAccepted)
        self.residents[listener].nextAccepted += 2
        self.circuits[end.place].acceptor.id = id
        self.circuits[end.place].acceptor.isOpen = true
        self.residents[listener].ends.insert(id, end)
        if circuit.countsAsStranger { self.residents[listener].strangers += 1 }
        self.checks.opened(by: circuit.dialler.actor, to: listener, from: circuit.source, now: self.now)
        let port = Port(rawValue: UInt16(32_768 + circuit.serial % 28_000)) ?? 32_768
        var chance = self.randomness.stream(.session, circuit.serial)
        let session = SessionValue(bytes: (0..<4).flatMap { _ in withUnsafeBytes(of: chance.next(), Array.init) })
        let dialler = circuit.dialler.id
        let opened = self.now + circuit.latency
        let secured = self.now + circuit.latency * (Self.handshakeTrips - 1)
        self.agenda.enter(.event(.connectionOpened(dialler), to: end.opposite), at: opened)
        self.agenda.enter(.event(.connectionSecured(id, session: session), to: end), at: secured - circuit.latency)
        self.agenda.enter(.event(.connectionSecured(dialler, session: session), to: end.opposite), at: secured)
        self.feed(.connectionAccepted(id, remote: Endpoint(circuit.source, port)), to: listener)
    }

    mutating func testConnect(_ id: ConnectionID, _ endpoint: Endpoint, by actor: Int) {
        var isReachable = false
        var time = PeerFinder.Constants.connectTestTimeout
        switch self.routing.answer(actor, endpoint) {
        case .reaches(let listener, let source, let latency):
            self.checks.opened(by: actor, to: listener, from: source, now: self.now)
            if self.isClear(actor, listener), self.residents[listener].power != .off {
                isReachable = self.residents[listener].power == .on
                time = latency * 2
            }
        case .refused: time = .zero
        case .silence: break
        }
        let start = self.residents[actor].starts
        let item = Item.connectTest(id, isReachable: isReachable, actor: actor, start: start)
        self.agenda.enter(item, at: self.now + time)
    }

    // MARK: - Sending

    mutating func send(_ bytes: [UInt8], on id: ConnectionID, by actor: Int) {
        guard let end = self.end(id, of: actor) else { return }
        let receiver = self.circuits[end.place][end.side.opposite].actor
        let fingerprint = self.fingerprint(bytes)
        let vote = VoteID(bytes, fingerprint: fingerprint)
        self.checks.sent(bytes, vote, on: end, from: actor, to: receiver, now: self.now)
        self.circuits[end.place][end.side].undrained += 1
        if end.side == .acceptor, !self.circuits[end.place].acceptor.isLinked, bytes.starts(with: Self.switching) {
            self.circuits[end.place].acceptor.isLinked = true
        }
        let time = self.now + self.circuits[end.place].latency
        self.agenda.enter(.bytes(bytes, fingerprint: fingerprint, to: end.opposite), at: time)
        guard Draining.isDue(after: bytes, undrained: self.circuits[end.place][end.side].undrained) else { return }
        self.circuits[end.place][end.side].undrained = 0
        self.agenda.enter(.event(.queueDrained(id), to: end), at: self.now)
    }

    private static let switching = Array("HTTP/1.1 101".utf8)

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

    /// Puts an event on its way to an end of a circuit.
    mutating func enter(_ event: Event, to end: Circuit.End, at time: Duration) {
        if case .bytesReceived(_, let bytes) = event {
            self.agenda.enter(.bytes(bytes, fingerprint: Fingerprint.of(bytes), to: end), at: time)
        } else {
            self.agenda.enter(.event(event, to: end), at: time)
        }
    }

    /// Bytes come to an end of a circuit.
    mutating func deliver(_ bytes: [UInt8], _ fingerprint: UInt64, to end: Circuit.End) {
        guard self.circuits[end.place].serial == end.serial else { return }
        let side = self.circuits[end.place][end.side]
        let other = self.circuits[end.place][end.side.opposite]
        guard !side.isLost, self.residents[side.actor].power != .off else { return self.lose(end) }
        guard !side.isHeld, self.isClear(side.actor, other.actor) else {
            return self.hold(.bytesReceived(side.id, bytes), end)
        }
        guard side.isOpen else {
            guard other.isOpen else { return }
            // Bytes for a connection that the receiving kernel does not know are answered with a reset.
            let time = self.now + self.circuits[end.place].latency
            self.agenda.enter(.event(.connectionClosed(other.id, .reset), to: end.opposite), at: time)
            return
        }
        self.trail.mix(side.id, fingerprint, side.actor, at: self.now)
        if let vote = VoteID(bytes, fingerprint: fingerprint) {
            self.checks.received(vote, on: end, by: side.actor, now: self.now)
        }
        self.feed(.bytesReceived(side.id, bytes), to: side.actor)
        if !side.isLinked { self.noteLink(end, bytes) }
    }

    /// Something else comes to an end of a circuit.
    mutating func deliver(_ event: Event, to end: Circuit.End) {
        guard let circuit = self.circuit(end) else { return }
        let (side, other) = (circuit[end.side], circuit[end.side.opposite])
        if case .queueDrained = event {
            if side.isOpen { self.feed(event, to: side.actor) }
            return
        }
        let isOwn = event.isOwnClose
        if !isOwn {
            guard !side.isLost, self.residents[side.actor].power != .off else { return self.lose(end) }
            guard !side.isHeld, self.isClear(side.actor, other.actor) else { return self.hold(event, end) }
        }
        guard side.isOpen else { return }
        self.trail.mix(event, side.actor, at: self.now)
        if case .connectionClosed(let id, _) = event {
            self.release(end, id)
        }
        self.feed(event, to: side.actor)
    }

    private mutating func lose(_ end: Circuit.End) {
        self.circuits[end.place].disturbedAt = self.now
    }

    private mutating func hold(_ event: Event, _ end: Circuit.End) {
        self.circuits[end.place][end.side].isHeld = true
        self.circuits[end.place].disturbedAt = self.now
        self.held.append((event, end))
    }

    /// The dialler takes the answer that makes it a peer.
    private mutating func noteLink(_ end: Circuit.End, _ bytes: [UInt8]) {
        guard end.side == .dialler, !self.circuits[end.place].dialler.isLinked,
            self.circuits[end.place].dialler.isOpen, bytes.starts(with: Self.switching)
        else { return }
        self.circuits[end.place].dialler.isLinked = true
        if self.circuits[end.place].acceptor.isLinked, self.circuits[end.place].acceptor.isOpen {
            self.circuits[end.place].linkedSince = self.now
        }
    }

    // MARK: - Closing

    private mutating func close(_ id: ConnectionID, _ reason: CloseReason, by actor: Int, _ end: Circuit.End) {
        let circuit = self.circuits[end.place]
        self.tellOther(end, circuit, .closedByPeer)
        self.agenda.enter(.event(.connectionClosed(id, .closedByUs), to: end), at: self.now)
    }

    mutating func close(_ id: ConnectionID, _ reason: CloseReason, by actor: Int) {
        guard let end = self.end(id, of: actor) else { return }
        self.close(id, reason, by: actor, end)
    }

    mutating func tellOther(_ end: Circuit.End, _ circuit: Circuit, _ how: ConnectionEnd) {
        let other = circuit[end.side.opposite]
        guard other.isOpen else { return }
        let event = Event.connectionClosed(other.id, how)
        self.agenda.enter(.event(event, to: end.opposite), at: self.now + circuit.latency)
    }

    /// An end is gone: its place is free once both are.
    mutating func release(_ end: Circuit.End, _ id: ConnectionID) {
        guard let circuit = self.circuit(end), circuit[end.side].isOpen else { return }
        self.circuits[end.place][end.side].isOpen = false
        self.circuits[end.place].disturbedAt = self.now
        let actor = circuit[end.side].actor
        self.residents[actor].ends.remove(id)
        if end.side == .acceptor, circuit.countsAsStranger { self.residents[actor].strangers -= 1 }
        if !self.circuits[end.place][end.side.opposite].isOpen { self.freePlaces.append(end.place) }
    }
}

extension Event {
    /// Whether a machine hears of its own close, which nothing on the way can hold up.
    fileprivate var isOwnClose: Bool {
        if case .connectionClosed(_, .closedByUs) = self { return true }
        if case .connectionClosed(_, .refused) = self { return true }
        return false
    }
}
