package import Addressing

/// What the machine wants done, in this order.
package enum Action: Equatable, Sendable {
    /// Open TCP and TLS to this endpoint, as the TLS client. Answered by `connectionOpened` and `connectionSecured`, or
    /// by `connectionClosed`.
    case dial(ConnectionID, Endpoint)
    /// Exactly one TLS write, never joined with another.
    case send(ConnectionID, [UInt8])
    /// Flush what is queued, within a time the shell chooses, then close TLS and TCP. Answered by `connectionClosed`.
    case close(ConnectionID, CloseReason)
    /// Open TCP to this endpoint and close it at once, to see whether the peer of this connection can be reached there.
    /// Answered by `connectTestFinished` after `PeerFinder.Constants.connectTestTimeout` at the latest.
    case testConnect(ConnectionID, Endpoint)
    /// Keep these over a restart, in place of those kept before.
    case saveBootcache([BootcacheEntry])
    /// Send `timeReached` at this `Moment.elapsed`; replaces any earlier wish.
    case wake(at: Duration)
    indirect case log(Notice)
}
