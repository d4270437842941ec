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
            self.charge(place, .message, now: now)
            return self.connections[at: place].pulse.isLinked ? .nothing : .anything
        }
        guard let type = self.decoder.typeOfWhole(bytes) else { return nil }
        self.connections[at: place].pulse.lastHeard = now.elapsed
        if let consequence = self.receiveUsual(type, bytes, at: place, now: now) { return consequence }
        let element = FrameDecoder.Element.frame(Frame(type, Array(bytes[Frame.headerLength...])))
        self.receive(element, at: place, now: now)
        return .anything
    }

    /// Takes a vote, or a frame of another of the most frequent types if it is in the usual form.
    ///
    /// - Returns: `nil` if it did not; then nothing has happened.
    private mutating func receiveUsual(
        _ type: MessageType,
        _ bytes: [UInt8],
        at place: Int,
        now: Moment
    ) -> Consequence? {
        // What is due on the link moves only back.
        var consequence = Consequence.nothing
        var charge = ResourceCharge.message
        switch type {
        case .ping:
            guard let beat = self.usualForms.ping(bytes) else { return nil }
            self.counters.noteReceived(type, length: bytes.count)
            switch beat.kind {
            case .pong:
                self.connections[at: place].pulse.notePong(beat.sequence, now: now.elapsed)
            case .ping:
                charge = .request
                self.send(Ping.pong(to: bytes), .ping, at: place)
            }
        case .endpoints:
            let start = self.finder.heardNumbers.count
            guard let reach = self.usualForms.endpoints(bytes, into: &self.finder.heardNumbers) else { return nil }
            self.counters.noteReceived(type, length: bytes.count)
            self.receiveAnnouncement(from: start, takesHops: reach == .everything, at: place, now: now.elapsed)
            // Nobody is dialled as long as there are enough; and what only waits to be weighed is not saved either.
            if self.finder.wantsMore || self.finder.heard.isEmpty { consequence = .sameSlots }
        case .statusChange:
            guard let status = self.usualForms.statusChange(bytes) else { return nil }
            self.counters.noteReceived(type, length: bytes.count)
            if self.receive(status, at: place, now: now.elapsed) { consequence = .sameSlots }
        case .proposeLedger, .validation:
            guard let vote = self.signatures.read(type, bytes, self.limits.frames) else { return nil }
            self.counters.noteReceived(type, length: bytes.count)
            let seenBefore = self.votes.seenCount
            charge = self.relay(vote, type, place, now: now)
            if self.votes.seenCount != seenBefore { self.votes.noteSeen(bytes, now: now.elapsed) }
            consequence = .anything
        default:
            return nil
        }
        self.charge(place, charge, now: now)
        return self.connections[at: place].pulse.isLinked ? consequence : .anything
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
            let entries = self.finder.announcement(to: link.id, near: link.place, now: now)
            self.send(self.announcement(entries), .endpoints, at: link.place)
        }
    }

    /// A private node has no use for what others know, and so does not say that it can take it.
    private func announcement(_ entries: [Endpoints.Entry]) -> [UInt8] {
        self.configuration.isPrivate
            ? Frame.emptyEndpoints.bytes : Endpoints(entries, senderTakes: .everything).frameBytes
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
        self.send(frame.bytes, frame.type, at: place)
    }

    /// The same for the bytes of a frame.
    mutating func send(_ bytes: [UInt8], _ type: MessageType, at place: Int) {
        guard self.connections[at: place].pulse.isLinked else { return }
        guard self.connections[at: place].queue.add(bytes.count, self.limits) else {
            self.close(at: place, .sendQueueFull)
            return
        }
        self.counters.noteSent(type, length: bytes.count)
        self.actions.append(.send(self.connections[at: place].id, bytes))
    }
}
