internal import NIOCore
internal import PeerProtocol
internal import Skywelld

/// Sends one request for a domain's file, and makes a key of the answer.
final class DomainAnswerHandler: ChannelInboundHandler {
    typealias InboundIn = [UInt8]
    typealias OutboundOut = [UInt8]

    private let domain: String
    private let promise: EventLoopPromise<NodePublicKey>
    private var reader = HTTPResponseReader(headLimit: 16_384, bodyLimit: DomainClient.bodyMaximum)

    init(_ domain: String, _ promise: EventLoopPromise<NodePublicKey>) {
        self.domain = domain
        self.promise = promise
    }

    /// The certificate is good, or we would not be here.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is TLSHandler.Secured else { return }
        let request = "GET \(DomainFile.path) HTTP/1.1\r\nHost: \(self.domain)\r\nConnection: close\r\n\r\n"
        context.writeAndFlush(self.wrapOutboundOut(Array(request.utf8)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var rest = self.unwrapInboundIn(data)[...]
        do {
            guard let response = try self.reader.read(&rest) else { return }
            guard response.head.status == 200 else { throw DomainClient.Failure.notOK }
            guard let key = DomainFile.key(of: self.domain, in: response.body) else {
                throw DomainClient.Failure.noKey
            }
            self.promise.succeed(key)
        } catch {
            self.promise.fail(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.promise.fail(DomainClient.Failure.noAnswer)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.promise.fail(error)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension DomainAnswerHandler: Sendable {}
