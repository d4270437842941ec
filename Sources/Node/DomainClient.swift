internal import NIOCore
internal import NIOPosix
internal import PeerProtocol
internal import Skywelld
internal import TLS

/// Asks a domain over HTTPS for the key of its validator.
struct DomainClient {
    /// Longest answer, in bytes, and longest time for all of it. Source: skywelld reference §8.3, `validators_site`.
    static let bodyMaximum = 51_200
    static let timeout = TimeAmount.seconds(30)

    /// Why there is no key.
    enum Failure: String, Error {
        case noAnswer = "no-answer"
        case notOK = "not-ok"
        case noKey = "no-key"
    }

    let loop: any EventLoop
    /// Where domains are asked.
    var port = 443
    /// Who vouches for them, as PEM text; `nil` for those that this machine trusts.
    var authority: [UInt8]?

    func ask(_ domain: String) -> EventLoopFuture<NodePublicKey> {
        let promise = self.loop.makePromise(of: NodePublicKey.self)
        let alarm = self.loop.scheduleTask(in: Self.timeout) { promise.fail(Failure.noAnswer) }
        promise.futureResult.whenComplete { _ in alarm.cancel() }
        ClientBootstrap(group: self.loop)
            .connectTimeout(Self.timeout)
            .channelInitializer { [authority] channel in
                channel.eventLoop.makeCompletedFuture {
                    let context = try TLSContext.verifyingClient(authority: authority)
                    try channel.pipeline.syncOperations.addHandlers([
                        TLSHandler(context, serverName: domain, closeTimeout: .seconds(1)),
                        DomainAnswerHandler(domain, promise),
                    ])
                    promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
                }
            }
            .connect(host: domain, port: self.port)
            .whenFailure { promise.fail($0) }
        return promise.futureResult
    }
}
