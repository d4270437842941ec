import PeerProtocol
import Skywelld

/// Active links.
extension Overlay {
    mutating func readFrames(_ rest: inout ArraySlice<UInt8>, of connection: inout Connection, now: Moment) {
        guard case .active(var peer) = connection.state else { return }
        connection.state = .closing  // the decoder's buffer must have one owner, or growing it copies it
        peer.lastHeard = now.elapsed
        do {
            let element = try peer.decoder.read(&rest)
            connection.state = .active(peer)
            if let element { self.receive(element, on: &connection, now: now) }
        } catch {
            connection.state = .active(peer)
            switch error {
            case .typeZero: self.close(&connection, .typeZero)
            case .tooLong: self.close(&connection, .frameTooLong)
            }
        }
    }

    /// Does what is due on an active link.
    mutating func tend(_ connection: inout Connection, now: Moment) {
        guard case .active(var peer) = connection.state else { return }
        guard now.elapsed < peer.lastHeard + self.limits.silence else {
            self.close(&connection, .unresponsive)
            return
        }
        var frames: [Frame] = []
        if peer.nextPing <= now.elapsed {
            peer.nextPing = now.elapsed + Peer.pingInterval
            peer.sequence &+= UInt32.random(in: Peer.sequenceStep, using: &self.random)
            peer.pinged = now.elapsed
            frames.append(Ping(.ping, sequence: peer.sequence).frame)
        }
        if peer.nextEndpoints <= now.elapsed {
            peer.nextEndpoints = now.elapsed + Peer.endpointsInterval
            let entries = self.finder.announcement(to: connection.id, now: now.elapsed)
            frames.append(entries.isEmpty ? .emptyEndpoints : Message.endpoints(Endpoints(entries)).frame)
        }
        if let nextCluster = peer.nextCluster, nextCluster <= now.elapsed {
            peer.nextCluster = now.elapsed + Peer.clusterInterval
            frames.append(Message.cluster(self.clusterReport(now: now.networkTime)).frame)
        }
        connection.state = .active(peer)
        for frame in frames { self.send(frame, on: &connection) }
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
    mutating func send(_ frame: Frame, on connection: inout Connection) {
        guard case .active = connection.state else { return }
        let bytes = frame.bytes
        guard connection.queue.add(bytes.count, self.limits) else {
            self.close(&connection, .sendQueueFull)
            return
        }
        self.counters.noteSent(frame.type, length: bytes.count)
        self.actions.append(.send(connection.id, bytes))
    }
}
