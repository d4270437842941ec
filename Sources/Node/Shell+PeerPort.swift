internal import Addressing
internal import NIOCore
internal import Overlay
internal import Skywelld

/// A peer port that takes commands as well, as the server does it: everything that is neither a peer nor a crawl, and, where
/// the port has `http`, everything that does not begin as TLS does.
///
/// Source: skywelld reference §7.1 and §8.2.
extension Shell {
    func equip(
        _ channel: any Channel,
        _ id: ConnectionID,
        sharingWith port: ServerPort,
        from address: IPv4Address
    ) throws {
        guard port.services.contains(.http) else { return try self.equip(channel, id, before: port, address) }
        let detector = FirstByteHandler(timeout: TimeAmount(self.limits.detectionTimeout)) { isTLS in
            if isTLS { return try self.equip(channel, id, before: port, address) }
            self.forgetInMachine(id)
            guard self.takeRequestSlot(of: channel, from: address, on: .commands(port)) else {
                throw ChannelError.ioOnClosedChannel
            }
            try channel.pipeline.syncOperations.addHandlers([
                PlainBytesHandler(closeTimeout: self.closeTimeout),
                self.requestHandler(from: address, on: .commands(port)),
            ])
        }
        try channel.pipeline.syncOperations.addHandler(detector)
    }

    /// An encrypted connection, which is a peer's until its first request says something else.
    private func equip(
        _ channel: any Channel,
        _ id: ConnectionID,
        before port: ServerPort,
        _ address: IPv4Address
    ) throws {
        try self.equip(channel, id)
        let operations = channel.pipeline.syncOperations
        let router = FirstRequestHandler {
            self.forgetInMachine(id)
            guard self.takeRequestSlot(of: channel, from: address, on: .commands(port)) else { return nil }
            return self.requestHandler(from: address, on: .commands(port))
        }
        try operations.addHandler(router, position: .before(operations.handler(type: ConnectionHandler.self)))
    }
}
