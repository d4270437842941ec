import PeerProtocol

/// Active links.
extension Overlay {
    mutating func readFrames(_ rest: inout ArraySlice<UInt8>, of connection: inout Connection, now: Moment) {
        guard case .active(var peer) = connection.state else { return }
        peer.lastHeard = now.elapsed
        do {
            let element = try peer.decoder.read(&rest)
            connection.state = .active(peer)
            guard let element else { return }
            try self.receive(element, on: &connection)
        } catch let error as FrameError {
            connection.state = .active(peer)
            switch error {
            case .typeZero: self.close(&connection, .typeZero)
            case .tooLong: self.close(&connection, .frameTooLong)
            }
        } catch {
            self.close(&connection, .malformedMessage)
        }
    }

    private mutating func receive(_ element: FrameDecoder.Element, on connection: inout Connection) throws {
        switch element {
        case .skipped(MessageType.hello.rawValue, _):
            self.close(&connection, .deprecatedHello)
        case .skipped:
            break
        case .frame(let frame):
            guard frame.type == .ping, case .active(var peer) = connection.state else { return }
            let ping = try Ping(payload: frame.payload)
            switch ping.kind {
            case .ping:
                self.send(ping.pong.frame, on: &connection)
            case .pong:
                peer.sequence = 0
                connection.state = .active(peer)
            }
        }
    }

    /// Does what is due on an active link.
    mutating func tend(_ connection: inout Connection, now: Duration) {
        guard case .active(var peer) = connection.state else { return }
        guard now < peer.lastHeard + self.limits.silence else {
            self.close(&connection, .unresponsive)
            return
        }
        var frames: [Frame] = []
        if peer.nextPing <= now {
            peer.nextPing = now + Peer.pingInterval
            peer.sequence &+= UInt32.random(in: Peer.sequenceStep, using: &self.random)
            frames.append(Ping(.ping, sequence: peer.sequence).frame)
        }
        if peer.nextEndpoints <= now {
            peer.nextEndpoints = now + Peer.endpointsInterval
            frames.append(.emptyEndpoints)
        }
        connection.state = .active(peer)
        for frame in frames { self.send(frame, on: &connection) }
    }

    /// Queues a frame, unless too much is queued already: then the peer does not read, and is closed.
    mutating func send(_ frame: Frame, on connection: inout Connection) {
        guard case .active = connection.state else { return }
        let bytes = frame.bytes
        guard connection.queue.add(bytes.count, self.limits) else {
            self.close(&connection, .sendQueueFull)
            return
        }
        self.actions.append(.send(connection.id, bytes))
    }
}
