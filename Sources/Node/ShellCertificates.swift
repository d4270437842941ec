internal import TLS

/// What the ports of a node present: one certificate that it makes itself, and those that its configuration names.
final class ShellCertificates {
    private let ownContext: TLSContext
    private let contexts: [String: Context]
    private let peerPortName: String

    /// A context that a table can hold.
    private final class Context {
        let context: TLSContext

        init(_ identity: TLSIdentity) throws(TLSError) {
            self.context = try TLSContext.server(identity)
        }
    }

    init(_ configuration: NodeConfiguration) throws(TLSError) {
        self.ownContext = try TLSContext.server()
        var contexts: [String: Context] = [:]
        for (name, identity) in configuration.identities { contexts[name] = try Context(identity) }
        self.contexts = contexts
        self.peerPortName = configuration.peerPortName
    }

    /// What a port's connections start from.
    func withContext<Value>(of port: String?, _ body: (borrowing TLSContext) throws -> Value) rethrows -> Value {
        guard let context = self.contexts[port ?? self.peerPortName] else { return try body(self.ownContext) }
        return try body(context.context)
    }
}

@available(*, unavailable)
extension ShellCertificates: Sendable {}
