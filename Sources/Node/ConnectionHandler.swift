internal import NIOCore
internal import Overlay
internal import PeerProtocol
internal import TLS

/// The last handler of a channel: tells the shell what happened to one connection, and how it ended.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = [UInt8]

    private let id: ConnectionID
    private let shell: Shell

    init(_ id: ConnectionID, shell: Shell) {
        self.id = id
        self.shell = shell
    }

    func channelActive(context: ChannelHandlerContext) {
        self.shell.connectionBecameActive(self.id)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let secured = event as? TLSHandler.Secured else { return }
        let session = secured.finishedMessages.flatMap {
            SessionValue(localFinished: $0.local, peerFinished: $0.peer)
        }
        self.shell.report(.connectionSecured(self.id, session: session), of: self.id)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.shell.report(.bytesReceived(self.id, self.unwrapInboundIn(data)), of: self.id)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.shell.connectionFailed(self.id, error)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension ConnectionHandler: Sendable {}
