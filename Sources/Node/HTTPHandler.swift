internal import NIOCore
internal import PeerProtocol

/// Serves requests on one connection, one at a time: the next one is read when the answer to the last one is out.
///
/// So what a connection can hold is one request and one answer, and what it can take is bounded by
/// ``ShellLimits/requestTimeout`` for each.
final class HTTPHandler: ChannelInboundHandler {
    typealias InboundIn = [UInt8]
    typealias OutboundOut = [UInt8]

    private let respond: (Result<HTTPRequestReader.Request, HTTPError>) -> HTTPReply
    private let timeout: TimeAmount
    private var reader: HTTPRequestReader
    /// What came, but was not looked at yet.
    private var rest: ArraySlice<UInt8> = []
    private var isAnswering = false
    private var isProceeding = false
    private var isEnding = false
    private var alarm: Scheduled<Void>?

    init(_ limits: ShellLimits, respond: @escaping (Result<HTTPRequestReader.Request, HTTPError>) -> HTTPReply) {
        self.respond = respond
        self.timeout = TimeAmount(limits.requestTimeout)
        self.reader = HTTPRequestReader(headLimit: limits.requestHeadLength, bodyLimit: limits.requestBodyLength)
    }

    /// It can come to a connection that is open already.
    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { self.wait(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        self.wait(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.alarm?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isEnding else { return }
        self.rest += self.unwrapInboundIn(data)
        self.proceed(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.isEnding = true
        context.close(promise: nil)
    }

    /// Not entered anew from within: an answer can be out before its writing returns, and a burst of requests must not
    /// cost a stack.
    private func proceed(_ context: ChannelHandlerContext) {
        guard !self.isProceeding else { return }
        self.isProceeding = true
        defer { self.isProceeding = false }
        while !self.isAnswering, !self.isEnding, !self.rest.isEmpty {
            do {
                guard let request = try self.reader.read(&self.rest) else { return }
                self.say(self.respond(.success(request)), context)
            } catch {
                self.say(self.respond(.failure(error)), context)
            }
        }
    }

    private func say(_ reply: HTTPReply, _ context: ChannelHandlerContext) {
        self.isAnswering = true
        self.isEnding = !reply.keepsAlive
        self.setAutoRead(false, context)
        self.wait(context)
        context.writeAndFlush(self.wrapOutboundOut(reply.bytes)).assumeIsolated().whenComplete { _ in
            self.isAnswering = false
            guard !self.isEnding else { return context.close(promise: nil) }
            self.setAutoRead(true, context)
            self.wait(context)
            self.proceed(context)
        }
        if self.isEnding { self.setAutoRead(true, context) }
    }

    private func setAutoRead(_ value: Bool, _ context: ChannelHandlerContext) {
        _ = context.channel.setOption(.autoRead, value: value)
    }

    /// Gives the other end its time for the next step: to say something, or to take what we said.
    private func wait(_ context: ChannelHandlerContext) {
        self.alarm?.cancel()
        self.alarm = context.eventLoop.assumeIsolated().scheduleTask(in: self.timeout) {
            self.isEnding = true
            context.close(promise: nil)
        }
    }
}

@available(*, unavailable)
extension HTTPHandler: Sendable {}
