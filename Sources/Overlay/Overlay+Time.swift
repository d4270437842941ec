import Addressing
import PeerProtocol

/// What is due when.
extension Overlay {
    mutating func insert(_ connection: Connection) {
        self.connections.insert(connection)
        if let place = self.connections.place(of: connection.id) { self.schedule(at: place) }
    }

    /// Puts a connection back into the table, with its deadline.
    mutating func keep(_ connection: inout Connection, at place: Int) {
        self.connections.putBack(&connection, at: place)
        self.schedule(at: place)
    }

    /// Makes sure that a connection is looked at in time.
    mutating func schedule(at place: Int) {
        guard let deadline = self.connections.deadline(at: place, silence: self.limits.silence),
            self.connections[at: place].scheduled.map({ deadline < $0 }) ?? true
        else { return }
        self.connections[at: place].scheduled = deadline
        self.deadlines.insert(DeadlineQueue.Entry(time: deadline, id: self.connections[at: place].id))
    }

    mutating func timeReached(now: Moment) {
        self.wakeAt = nil
        while let entry = self.deadlines.earliest, entry.time <= now.elapsed {
            _ = self.deadlines.removeEarliest()
            guard let place = self.connections.place(of: entry) else { continue }
            self.connections[at: place].scheduled = nil
            let deadline = self.connections.deadline(at: place, silence: self.limits.silence)
            if let deadline, deadline <= now.elapsed {
                if self.connections[at: place].pulse.isLinked {
                    self.tend(place, now: now)
                } else {
                    self.close(at: place, .handshakeTimeout)
                }
            }
            self.schedule(at: place)
        }
        self.forgetOldDeadlines()
        self.announce(now: now.elapsed)
        self.dialWhoIsDue(now: now.elapsed)
        self.speak(now: now)
        self.announceLedger(now: now)
    }

    mutating func dialWhoIsDue(now: Duration) {
        for endpoint in self.fixedPeers.due(now: now) {
            if let id = self.link(toFixedPeer: endpoint) {
                self.fixedPeers.noteLink(id, to: endpoint, now: now)
                continue
            }
            self.fixedPeers.dialled(endpoint, as: self.dial(endpoint, now: now), now: now)
        }
        for endpoint in self.finder.tick(now: now) { _ = self.dial(endpoint, now: now) }
        if let entries = self.finder.takeUnsaved(now: now) { self.actions.append(.saveBootcache(entries)) }
    }

    /// A link that leads to a fixed peer already, as we know since it refused a dial of ours: by the key that was proven there
    /// before, or else by the address.
    ///
    /// The stock server dials it again and again. Source: skywelld reference §6.5.
    private func link(toFixedPeer endpoint: Endpoint) -> ConnectionID? {
        let (key, wasRefused) = self.fixedPeers.knowledge(of: endpoint)
        guard wasRefused else { return nil }
        if let key { return self.finder.links[key] }
        return self.links.first {
            let connection = self.connections[at: $0.place]
            return connection.direction == .inbound && connection.remote.address == endpoint.address
        }?.id
    }

    /// An operator wants a link to be tried, once; a node that is dialled or linked already is left alone.
    mutating func connect(to endpoint: Endpoint, now: Duration) {
        guard !self.connections.contains(where: { $0.remote == endpoint && $0.direction == .outbound }) else { return }
        _ = self.dial(endpoint, now: now)
    }

    private mutating func dial(_ endpoint: Endpoint, now: Duration) -> ConnectionID {
        let id = ConnectionID(rawValue: self.nextDialNumber)
        self.nextDialNumber += 2
        self.finder.dialled(id, endpoint)
        self.insert(
            Connection(id, .outbound, endpoint, since: now, state: .dialling(until: now + self.limits.connect))
        )
        self.log(.dialling(endpoint))
        self.actions.append(.dial(id, endpoint))
        return id
    }

    /// Asks to be woken at the earliest deadline, unless the shell will come by then anyway.
    mutating func askForWake() {
        // An old deadline was asked for already, so it is in the way only of a wish that is new.
        guard self.isEarlierThanWake(self.earliestDeadline) else { return }
        self.forgetOldDeadlines()
        guard let earliest = self.earliestDeadline, self.isEarlierThanWake(earliest) else { return }
        self.wakeAt = earliest
        self.actions.append(.wake(at: earliest))
    }

    // This and the next are asked for with nearly every event: out of line, each would get a copy of the whole machine.
    @inline(__always)
    private var earliestDeadline: Duration? {
        var earliest = self.deadlines.earliest?.time
        if let time = self.fixedPeers.nextDial { earliest = min(earliest ?? time, time) }
        if let time = self.finder.nextTick { earliest = min(earliest ?? time, time) }
        if let time = self.nextVote { earliest = min(earliest ?? time, time) }
        if let time = self.votes.ledgers.nextAnnouncement { earliest = min(earliest ?? time, time) }
        if let time = self.nextAnnouncement { earliest = min(earliest ?? time, time) }
        return earliest
    }

    @inline(__always)
    private func isEarlierThanWake(_ time: Duration?) -> Bool {
        guard let time else { return false }
        return self.wakeAt.map { time < $0 } ?? true
    }

    /// Takes out deadlines of connections that are gone: those in front, and all once they are the greater part.
    mutating func forgetOldDeadlines() {
        while let entry = self.deadlines.earliest, self.connections.place(of: entry) == nil {
            _ = self.deadlines.removeEarliest()
        }
        guard self.deadlines.count > 2 * self.connections.count + 64 else { return }
        let connections = self.connections
        self.deadlines.keep { connections.place(of: $0) != nil }
    }
}
