internal import Logging
internal import NIOCore

/// Says that a connection could not be accepted, for instance because descriptors ran out.
///
/// The listener lives on: NIO waits a second before it accepts again, so there is one line a second at most.
final class AcceptFailureHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.logger.warning("accept-failed", metadata: ["cause": "\(FailureText(error))"])
        context.fireErrorCaught(error)
    }
}

@available(*, unavailable)
extension AcceptFailureHandler: Sendable {}
