import PeerProtocol
import Skywelld

/// Active links.
extension Overlay {
    /// Takes bytes that are one frame of a link, neither more nor less, as most are, and does all that they lead to.
    ///
    /// - Returns: `nil` if it did not; then nothing has happened.
    mutating func receiveWhole(_ bytes: [UInt8], at place: Int, now: Moment) -> Consequence? {
        guard self.connections[at: place].pulse.isLinked, self.connections[at: place].pulse.isBetweenFrames else {
            return nil
        }
        // What was judged before was one whole frame, so this is as well.
        if let type = VoteRelay.type(of: bytes), self.votes.isRepeated(bytes, now: now.elapsed) {
            self.connections[at: place].pulse.lastHeard = now.elapsed
            self.counters.noteReceived(type, length: bytes.count)
            self.charge(place, .message, now: now.elapsed)
            return self.connections[at: place].pulse.isLinked ? .nothing : .anything
        }
        guard let element = self.decoder.whole(bytes) else { return nil }
        self.connections[at: place].pulse.lastHeard = now.elapsed
        let seenBefore = self.votes.seenCount
        self.receive(element, at: place, now: now)
        if self.votes.seenCount != seenBefore { self.votes.noteSeen(bytes, now: now.elapsed) }
        guard case .frame(let frame) = element, self.connections[at: place].pulse.isLinked else { return .anything }
        switch frame.type {
        // What is due on the link moves only back.
        case .ping: return .nothingEarlier
        // Nobody is dialled as long as there are enough; and what only waits to be weighed is not saved either.
        case .endpoints: return self.finder.wantsMore || self.finder.heard.isEmpty ? .anything : .nothingEarlier
        default: return .anything
        }
    }

    /// Takes bytes of a link, up to the end of a frame.
    mutating func readFrame(_ rest: inout ArraySlice<UInt8>, at place: Int, now: Moment) {
        var connection = self.connections.takeOut(place)
        guard case .active(var peer) = connection.state else {
            preconditionFailure("a link is a connection that is active")
        }
        connection.pulse.lastHeard = now.elapsed
        connection.state = .closing  // the decoder's buffer must have one owner, or growing it copies it
        do {
            let element = try peer.decoder.read(&rest)
            connection.pulse.isBetweenFrames = peer.decoder.isBetweenFrames
            connection.state = .active(peer)
            self.connections.putBack(&connection, at: place)
            if let element { self.receive(element, at: place, now: now) }
        } catch {
            connection.state = .active(peer)
            self.connections.putBack(&connection, at: place)
            switch error {
            case .typeZero: self.close(at: place, .typeZero)
            case .tooLong: self.close(at: place, .frameTooLong)
            }
        }
    }

    /// Does what is due on an active link.
    mutating func tend(_ place: Int, now: Moment) {
        guard now.elapsed < self.connections[at: place].pulse.lastHeard + self.limits.silence else {
            self.close(at: place, .unresponsive)
            return
        }
        if self.connections[at: place].pulse.nextPing <= now.elapsed {
            // What comes in from a peer is no sign that it takes anything. Source: skywelld reference §5.1.
            guard self.connections[at: place].queue.tick() else {
                self.close(at: place, .sendQueueStuck)
                return
            }
            let sequence = self.connections[at: place].pulse.ping(now: now.elapsed, using: &self.random)
            self.send(Ping(.ping, sequence: sequence).frame, at: place)
        }
        if let nextCluster = self.connections[at: place].pulse.nextCluster, nextCluster <= now.elapsed {
            self.connections[at: place].pulse.nextCluster = now.elapsed + Peer.clusterInterval
            self.send(Message.cluster(self.clusterReport(now: now.networkTime)).frame, at: place)
        }
    }

    /// Tells all links where others listen, if it is time to.
    ///
    /// All at once, as the stock server does: what a node knows is then looked at once in five seconds, not at another moment for
    /// each of its links. Source: skywelld reference §5.3.
    mutating func announce(now: Duration) {
        guard let due = self.nextAnnouncement, due <= now else { return }
        self.nextAnnouncement = now + Peer.endpointsInterval
        for link in self.links {
            let entries = self.finder.announcement(to: link.id, now: now)
            self.send(self.announcement(entries), at: link.place)
        }
    }

    /// A private node has no use for what others know, and so does not say that it can take it.
    private func announcement(_ entries: [Endpoints.Entry]) -> Frame {
        self.configuration.isPrivate
            ? .emptyEndpoints : Message.endpoints(Endpoints(entries, senderTakes: .everything)).frame
    }

    /// What the cluster learns of us: that we are there. Never who else is, and never anybody's address.
    ///
    /// Source: skywelld reference §5.7, and §9, L8 and L9.
    private func clusterReport(now: UInt64) -> Cluster {
        let node = Cluster.Node(
            publicKey: self.configuration.nodeKey.publicKey.base58,
            reportTime: UInt32(truncatingIfNeeded: now),
            load: Peer.normalLoad
        )
        return Cluster(nodes: [node])
    }

    /// Queues a frame, unless too much is queued already: then the peer does not read, and is closed.
    mutating func send(_ frame: Frame, at place: Int) {
        guard self.connections[at: place].pulse.isLinked else { return }
        let bytes = frame.bytes
        guard self.connections[at: place].queue.add(bytes.count, self.limits) else {
            self.close(at: place, .sendQueueFull)
            return
        }
        self.counters.noteSent(frame.type, length: bytes.count)
        self.actions.append(.send(self.connections[at: place].id, bytes))
    }
}
