internal import NIOCore

/// What `TLSHandler` is for encrypted channels, for those that are not: bytes in, bytes out, and a polite end.
///
/// Closing sends what was written, ends our direction, and gives the other end some time to read it: the kernel would
/// otherwise reset the connection if anything of the other end's was left unread, and our last words could get lost.
final class PlainBytesHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = [UInt8]
    typealias OutboundIn = [UInt8]
    typealias OutboundOut = ByteBuffer

    /// How much of what comes after our last words is read and thrown away, in bytes.
    private static let discardMaximum = 262_144

    private let closeTimeout: TimeAmount
    private var discarded = 0
    private var isClosing = false
    private var cut: Scheduled<Void>?

    init(closeTimeout: TimeAmount) {
        self.closeTimeout = closeTimeout
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isClosing else { return self.discard(self.unwrapInboundIn(data), context) }
        context.fireChannelRead(self.wrapInboundOut(Array(self.unwrapInboundIn(data).readableBytesView)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !self.isClosing else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        let buffer = context.channel.allocator.buffer(bytes: self.unwrapOutboundIn(data))
        context.write(self.wrapOutboundOut(buffer), promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all, !self.isClosing, context.channel.isActive else {
            return context.close(mode: mode, promise: promise)
        }
        self.isClosing = true
        context.channel.closeFuture.cascade(to: promise)
        self.cut = context.eventLoop.assumeIsolated().scheduleTask(in: self.closeTimeout) {
            context.close(mode: .all, promise: nil)
        }
        let end = context.channel.allocator.buffer(capacity: 0)
        context.writeAndFlush(self.wrapOutboundOut(end)).assumeIsolated().whenSuccess {
            context.close(mode: .output, promise: nil)
        }
    }

    private func discard(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        self.discarded += buffer.readableBytes
        if self.discarded > Self.discardMaximum { context.close(mode: .all, promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.cut?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.cut?.cancel()
    }
}

@available(*, unavailable)
extension PlainBytesHandler: Sendable {}
