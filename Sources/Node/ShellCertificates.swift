internal import NIOCore
internal import TLS

/// What the ports of a node present: one certificate that it makes itself, and those that its configuration names.
final class ShellCertificates {
    private let ownContext: TLSContext
    private let peerContext: Context?
    private let contexts: [String: Context]

    /// A context that a table can hold.
    private final class Context {
        let context: TLSContext

        init(_ identity: TLSIdentity) throws(TLSError) {
            self.context = try TLSContext.server(identity)
        }
    }

    init(_ configuration: NodeConfiguration) throws(TLSError) {
        self.ownContext = try TLSContext.server()
        self.peerContext = try configuration.peerIdentity.map { (identity) throws(TLSError) in try Context(identity) }
        var contexts: [String: Context] = [:]
        for (name, identity) in configuration.identities { contexts[name] = try Context(identity) }
        self.contexts = contexts
    }

    /// What connections of a command port start from.
    func handler(ofPort name: String, _ closeTimeout: TimeAmount) throws(TLSError) -> TLSHandler {
        try self.handler(self.contexts[name], closeTimeout)
    }

    /// What connections that others make to the peer port start from.
    func handlerOfPeerPort(_ closeTimeout: TimeAmount) throws(TLSError) -> TLSHandler {
        try self.handler(self.peerContext, closeTimeout)
    }

    private func handler(_ context: Context?, _ closeTimeout: TimeAmount) throws(TLSError) -> TLSHandler {
        guard let context else { return try TLSHandler(self.ownContext, closeTimeout: closeTimeout) }
        return try TLSHandler(context.context, closeTimeout: closeTimeout)
    }
}

@available(*, unavailable)
extension ShellCertificates: Sendable {}
