internal import NIOCore
internal import Overlay
internal import PeerProtocol

/// Waits for the head of the first request on a secured connection. If it is a command, somebody else takes over; if it is not,
/// those further on get everything, as if nobody had waited.
///
/// What is held is bounded as it is for the machine, whose time limit for a request goes on meanwhile.
final class FirstRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = [UInt8]
    typealias InboundOut = [UInt8]

    private var reader = HTTPHeadReader<HTTPRequestHead>()
    private var held: [UInt8] = []
    private var isDone = false
    /// Who takes over; `nil` if there is no room, and the connection is to be closed.
    private let takeOver: () -> HTTPHandler?

    init(takeOver: @escaping () -> HTTPHandler?) {
        self.takeOver = takeOver
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isDone else { return context.fireChannelRead(data) }
        let bytes = self.unwrapInboundIn(data)
        self.held += bytes
        var rest = bytes[...]
        do {
            guard let head = try self.reader.read(&rest) else { return }
            if !Overlay.isForPeers(head) {
                guard let handler = self.takeOver() else { return context.close(promise: nil) }
                try context.pipeline.syncOperations.addHandler(handler, position: .after(self))
            }
        } catch {
            // No request at all: the machine says what happens to it.
        }
        self.isDone = true
        let held = self.held
        self.held = []
        context.fireChannelRead(self.wrapInboundOut(held))
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }
}

@available(*, unavailable)
extension FirstRequestHandler: Sendable {}
