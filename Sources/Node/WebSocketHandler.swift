internal import NIOCore
internal import PeerProtocol

/// Serves commands on one WebSocket, one at a time: the next is read when the answer to the last is out.
///
/// A client that says nothing is pinged, and dropped if it stays silent.
final class WebSocketHandler: ChannelInboundHandler {
    typealias InboundIn = [UInt8]
    typealias OutboundOut = [UInt8]

    /// How a socket is opened, or refused.
    enum Opening {
        case open([UInt8])
        case refuse(HTTPReply)
    }

    struct Service {
        let open: (Result<HTTPRequestHead, HTTPError>) -> Opening
        /// The answer to a message.
        let answer: ([UInt8]) -> [UInt8]
    }

    private enum State {
        case opening(HTTPHeadReader<HTTPRequestHead>)
        case open(WebSocketReader)
        case closing
    }

    private let service: Service
    private let limits: ShellLimits
    private var state: State
    /// What came, but was not looked at yet.
    private var rest: ArraySlice<UInt8> = []
    private var isWriting = false
    private var isProceeding = false
    /// A ping is out that nothing came after.
    private var isPinged = false
    private var alarm: Scheduled<Void>?

    init(_ limits: ShellLimits, _ service: Service) {
        self.service = service
        self.limits = limits
        self.state = .opening(HTTPHeadReader(limit: limits.requestHeadLength))
    }

    func channelActive(context: ChannelHandlerContext) {
        self.wait(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.alarm?.cancel()
        self.state = .closing
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .closing = self.state { return }
        self.rest += self.unwrapInboundIn(data)
        self.proceed(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.end(context)
    }

    /// Not entered anew from within: an answer can be out before its writing returns, and a burst of messages must not
    /// cost a stack.
    private func proceed(_ context: ChannelHandlerContext) {
        guard !self.isProceeding else { return }
        self.isProceeding = true
        defer { self.isProceeding = false }
        while !self.isWriting, !self.rest.isEmpty {
            switch self.state {
            case .opening(let reader): guard self.readHead(reader, context) else { return }
            case .open(let reader): guard self.readMessage(reader, context) else { return }
            case .closing: return
            }
        }
    }

    /// - Returns: Whether there is anything left to do.
    private func readHead(_ reader: HTTPHeadReader<HTTPRequestHead>, _ context: ChannelHandlerContext) -> Bool {
        var reader = reader
        let result: Result<HTTPRequestHead, HTTPError>
        do {
            guard let head = try reader.read(&self.rest) else {
                self.state = .opening(reader)
                return false
            }
            result = .success(head)
        } catch {
            result = .failure(error)
        }
        switch self.service.open(result) {
        case .open(let bytes):
            self.state = .open(WebSocketReader(limit: self.limits.requestBodyLength))
            self.write(bytes, context)
        case .refuse(let reply):
            self.state = .closing
            self.write(reply.bytes, context)
            self.end(context)
        }
        return true
    }

    private func readMessage(_ reader: WebSocketReader, _ context: ChannelHandlerContext) -> Bool {
        var reader = reader
        do {
            let element = try reader.read(&self.rest)
            self.state = .open(reader)
            if element != nil { self.noteLife(context) }
            switch element {
            case nil: return false
            case .text(let text): self.write(WebSocketFrame.text(self.service.answer(text)).bytes, context)
            case .ping(let payload): self.write(WebSocketFrame.pong(payload).bytes, context)
            case .pong: break
            case .close: self.close(nil, context)
            }
        } catch {
            self.close(error, context)
        }
        return true
    }

    /// Only what is whole counts: whoever sends a byte now and then would stay for ever.
    private func noteLife(_ context: ChannelHandlerContext) {
        self.isPinged = false
        self.wait(context)
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        self.isWriting = true
        _ = context.channel.setOption(.autoRead, value: false)
        self.wait(context)
        context.writeAndFlush(self.wrapOutboundOut(bytes)).assumeIsolated().whenComplete { _ in
            self.isWriting = false
            if case .open = self.state { self.wait(context) }
            _ = context.channel.setOption(.autoRead, value: true)
            self.proceed(context)
        }
    }

    private func close(_ error: WebSocketError?, _ context: ChannelHandlerContext) {
        self.write(WebSocketFrame.close(error).bytes, context)
        self.end(context)
    }

    /// What was written goes out before the end.
    private func end(_ context: ChannelHandlerContext) {
        self.state = .closing
        self.alarm?.cancel()
        _ = context.channel.setOption(.autoRead, value: true)
        context.close(promise: nil)
    }

    private func wait(_ context: ChannelHandlerContext) {
        self.alarm?.cancel()
        let isOpen = if case .open = self.state { true } else { false }
        let time = isOpen && !self.isWriting ? self.limits.webSocketPing : self.limits.requestTimeout
        self.alarm = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) {
            self.timeIsUp(context)
        }
    }

    private func timeIsUp(_ context: ChannelHandlerContext) {
        guard case .open = self.state, !self.isWriting, !self.isPinged else { return self.end(context) }
        self.write(WebSocketFrame.ping.bytes, context)
        self.isPinged = true
    }
}

@available(*, unavailable)
extension WebSocketHandler: Sendable {}
