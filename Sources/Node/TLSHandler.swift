private import Glibc
internal import NIOCore
internal import TLS

/// Turns the encrypted bytes of a channel into decrypted ones, and back: the shell of one `TLSSession`.
///
/// Fires ``Secured`` once, when the handshake is done. Each write is exactly one TLS write; what is written up to a flush goes
/// to the kernel together. Closing the channel is polite
/// and bounded: what was written goes out, then `close_notify`, then the end of our direction; then the other end has
/// ``ShellLimits/closeTimeout`` to finish as well, before the connection is cut.
final class TLSHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = [UInt8]
    typealias OutboundIn = [UInt8]
    typealias OutboundOut = ByteBuffer

    /// The handshake is done.
    struct Secured: Sendable {
        let finishedMessages: FinishedMessages?
    }

    private enum State {
        case handshaking
        case open
        /// Nothing is read or written any more; `cut` ends the wait for the kernel and the other end.
        case closing(cut: Scheduled<Void>)
        case closed
    }

    /// Most bytes of one record.
    private static let readMaximum = 16_384
    /// How much waits in the session for a flush, in bytes: its memory keeps the size that it once had.
    private static let unsentMaximum = 4_096

    private var session: TLSSession
    private let role: TLSContext.Role
    private let closeTimeout: TimeAmount
    private var state = State.handshaking
    /// Of what was written since the last flush.
    private var written: EventLoopPromise<Void>?

    init(_ context: borrowing TLSContext, closeTimeout: TimeAmount) throws(TLSError) {
        self.session = try TLSSession(context)
        self.role = context.role
        self.closeTimeout = closeTimeout
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        // Who was dialled has nothing to say before the other end has.
        if self.role == .client { self.proceed(context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isClosing else { return }
        let buffer = self.unwrapInboundIn(data)
        do {
            try self.session.receive(buffer.readableBytesSpan)
        } catch {
            return self.fail(error, context)
        }
        self.proceed(context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !self.isClosing else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        let bytes = self.unwrapOutboundIn(data)
        do {
            try self.session.write(bytes.span.bytes)
        } catch {
            promise?.fail(error)
            return self.fail(error, context)
        }
        self.note(promise)
        if self.session.outputCount > Self.unsentMaximum {
            context.write(self.wrapOutboundOut(self.output(context)), promise: nil)
        }
    }

    func flush(context: ChannelHandlerContext) {
        if !self.flushOutput(context) { context.flush() }
    }

    /// One success or failure is that of all that goes out with it.
    private func note(_ promise: EventLoopPromise<Void>?) {
        guard let promise else { return }
        if let written = self.written {
            written.futureResult.cascade(to: promise)
        } else {
            self.written = promise
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all, !self.isClosing, context.channel.isActive else {
            return context.close(mode: mode, promise: promise)
        }
        context.channel.closeFuture.cascade(to: promise)
        // Closing both directions with bytes unread would make the kernel reset the connection, and the other end
        // could lose what we said last.
        self.finish(context, thenClose: .output)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.end()
    }

    private var isClosing: Bool {
        switch self.state {
        case .handshaking, .open: false
        case .closing, .closed: true
        }
    }

    /// Goes as far as the bytes received allow. Stops when a handler further on closed the channel meanwhile.
    private func proceed(_ context: ChannelHandlerContext) {
        do {
            if case .handshaking = self.state {
                if try self.session.handshake() == .done { self.state = .open }
                self.flushOutput(context)
                guard case .open = self.state else { return }
                let secured = Secured(finishedMessages: self.session.finishedMessages)
                context.fireUserInboundEventTriggered(secured)
            }
            while case .open = self.state {
                switch try self.session.read(maximum: Self.readMaximum) {
                case .bytes(let bytes): context.fireChannelRead(self.wrapInboundOut(bytes))
                case .needsInput:
                    self.flushOutput(context)
                    return
                case .closed: return self.finish(context, thenClose: .all)
                }
            }
        } catch {
            self.fail(error, context)
        }
    }

    /// Says goodbye after everything that was written, and then closes one direction or both.
    private func finish(_ context: ChannelHandlerContext, thenClose mode: CloseMode) {
        self.state = .closing(cut: self.scheduleCut(context))
        self.session.shutdown()
        let sent = self.takeWritten() ?? context.eventLoop.makePromise()
        context.writeAndFlush(self.wrapOutboundOut(self.output(context)), promise: sent)
        sent.futureResult.assumeIsolated().whenSuccess { context.close(mode: mode, promise: nil) }
    }

    /// Tells the other end (an alert waits in the output) and those further on, who are expected to close.
    private func fail(_ error: TLSError, _ context: ChannelHandlerContext) {
        self.flushOutput(context)
        context.fireErrorCaught(error)
    }

    /// - Returns: Whether there was something to send.
    @discardableResult
    private func flushOutput(_ context: ChannelHandlerContext) -> Bool {
        let written = self.takeWritten()
        guard written != nil || self.session.outputCount > 0 else { return false }
        context.writeAndFlush(self.wrapOutboundOut(self.output(context)), promise: written)
        return true
    }

    private func takeWritten() -> EventLoopPromise<Void>? {
        defer { self.written = nil }
        return self.written
    }

    private func output(_ context: ChannelHandlerContext) -> ByteBuffer {
        let count = self.session.outputCount
        var buffer = context.channel.allocator.buffer(capacity: count)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { self.session.takeOutput(into: $0) }
        return buffer
    }

    /// A reset rather than a wait in the kernel: the other end had its time.
    private func scheduleCut(_ context: ChannelHandlerContext) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: self.closeTimeout) {
            if let options = context.channel as? any SocketOptionProvider {
                options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenFailure { _ in }
            }
            context.close(mode: .all, promise: nil)
        }
    }

    private func end() {
        if case .closing(let cut) = self.state { cut.cancel() }
        self.state = .closed
        self.takeWritten()?.fail(ChannelError.ioOnClosedChannel)
    }
}

@available(*, unavailable)
extension TLSHandler: Sendable {}
