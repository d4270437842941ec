package import Addressing
package import PeerProtocol
package import Skywelld

/// What the shell tells the machine.
package enum Event: Equatable, Sendable {
    /// Everything is ready: the machine may dial.
    case started
    /// TCP was accepted on the peer port.
    case connectionAccepted(ConnectionID, remote: Endpoint)
    /// TCP of a dial stands; TLS begins. A shell that cannot tell may leave this out, if its dials are quick.
    case connectionOpened(ConnectionID)
    /// The TLS handshake finished, in either direction. The session value is what both ends sign, `nil` if it could not
    /// be computed.
    case connectionSecured(ConnectionID, session: SessionValue?)
    /// Decrypted bytes, in order, in any split.
    case bytesReceived(ConnectionID, [UInt8])
    /// The kernel took everything that was queued for this connection.
    case queueDrained(ConnectionID)
    /// The connection is gone: also after the machine's own `close`, and for a dial that failed.
    case connectionClosed(ConnectionID, ConnectionEnd)
    /// The answer to `testConnect`.
    case connectTestFinished(ConnectionID, isReachable: Bool)
    /// An operator wants this endpoint dialled.
    case connectRequested(Endpoint)
    /// A validator whose votes are to be sent on from now on.
    case validatorListed(NodePublicKey)
    /// A time asked for by `wake(at:)` has come. Harmless when early, late or repeated.
    case timeReached
}
