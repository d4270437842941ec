import Addressing
import PeerProtocol

/// One announcement of a peer, not yet put into the caches.
struct Hearsay: Sendable {
    /// As they came; no more of them than are read of one announcement.
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
        let limit = PeerFinder.Constants.acceptedMaximum
        self.entries = entries.count > limit ? Array(entries.prefix(limit)) : entries
        self.own = own
        self.column = column
        self.time = time
        self.second = time.components.seconds
    }

    /// What it says about others.
    var others: some Collection<Endpoints.Entry> {
        self.entries.lazy.filter(Self.isAboutOthers)
    }

    static func isAboutOthers(_ entry: Endpoints.Entry) -> Bool {
        (1...UInt32(PeerFinder.Constants.hopsMaximum)).contains(entry.hops)
    }
}
