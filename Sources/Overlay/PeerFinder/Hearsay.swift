import Addressing
import PeerProtocol

/// One announcement of a peer, not yet put into the caches.
struct Hearsay: Sendable {
    /// As they came; no more of them than one announcement may have are looked at.
    let entries: [Endpoints.Entry]
    /// Where the peer itself listens, if we believe it.
    var own: Endpoint?
    /// The peer's column in the livecache.
    let column: Int
    /// When it came.
    let time: Duration
    /// The same in whole seconds.
    let second: Int64

    init(entries: [Endpoints.Entry], own: Endpoint?, column: Int, time: Duration) {
        self.entries = entries
        self.own = own
        self.column = column
        self.time = time
        self.second = time.components.seconds
    }

    /// What it says about others.
    var others: some Collection<Endpoints.Entry> {
        self.entries.prefix(PeerFinder.Constants.acceptedMaximum).lazy.filter { entry in
            (1...UInt32(PeerFinder.Constants.hopsMaximum)).contains(entry.hops)
        }
    }
}
