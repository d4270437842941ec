import Addressing
import PeerProtocol

/// One connection and how far it has come.
struct Connection: Sendable {
    /// ```
    /// inbound:   securing ──► awaitingRequest ──┐
    ///                                           ├──► active ──► closing
    /// outbound:  dialling ──► awaitingResponse ─┘
    /// ```
    /// Every state can go to `closing`, and ends with `connectionClosed`.
    enum State: Sendable {
        /// TCP and TLS are being set up by us.
        case dialling(until: Duration)
        /// TCP was accepted, TLS is being set up by the other side.
        case securing(until: Duration)
        case awaitingRequest(HTTPHeadReader<HTTPRequestHead>, session: SessionValue?, until: Duration)
        case awaitingResponse(HTTPHeadReader<HTTPResponseHead>, session: SessionValue, until: Duration)
        case active(Peer)
        /// We are done with it, and wait for the shell to say that it is gone.
        case closing
    }

    let id: ConnectionID
    let remote: Endpoint
    let direction: CrawlEntry.Direction
    var state: State

    var peer: Peer? {
        if case .active(let peer) = self.state { peer } else { nil }
    }

    /// When something must be done about it, if nothing happens before.
    func deadline(_ limits: Limits) -> Duration? {
        switch self.state {
        case .dialling(let until), .securing(let until), .awaitingRequest(_, _, let until),
            .awaitingResponse(_, _, let until):
            until
        case .active(let peer):
            min(peer.nextPing, peer.nextEndpoints, peer.lastHeard + limits.silence)
        case .closing:
            nil
        }
    }
}
