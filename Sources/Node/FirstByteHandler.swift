internal import NIOCore

/// Waits for the first byte of a connection, which tells whether it is TLS; then makes way for those who understand it.
///
/// Holds back that the channel is active until they are there.
final class FirstByteHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    /// Of a TLS record with a handshake. Source: skywelld reference §8.2; RFC 5246 §6.2.1.
    private static let handshakeRecord: UInt8 = 0x16

    private let timeout: TimeAmount
    /// Adds the handlers that go on; throws if there is no room.
    private let equip: (_ isTLS: Bool) throws -> Void
    private var alarm: Scheduled<Void>?
    private var isDone = false

    init(timeout: TimeAmount, equip: @escaping (_ isTLS: Bool) throws -> Void) {
        self.timeout = timeout
        self.equip = equip
    }

    func channelActive(context: ChannelHandlerContext) {
        self.alarm = context.eventLoop.assumeIsolated().scheduleTask(in: self.timeout) {
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isDone, let first = self.unwrapInboundIn(data).readableBytesView.first else {
            return context.fireChannelRead(data)
        }
        self.isDone = true
        self.alarm?.cancel()
        do {
            try self.equip(first == Self.handshakeRecord)
        } catch {
            return context.close(promise: nil)
        }
        context.fireChannelActive()
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.alarm?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if self.isDone { context.fireErrorCaught(error) } else { context.close(promise: nil) }
    }
}

@available(*, unavailable)
extension FirstByteHandler: Sendable {}
