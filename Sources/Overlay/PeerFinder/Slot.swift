import Addressing
import PeerProtocol
import Skywelld

/// What the peer finder knows of one connection.
struct Slot: Sendable {
    /// ```
    /// accepted ──┐
    ///            ├──► active ──► closing
    /// dialling ──┘
    /// ```
    /// Every phase can go to `closing`; then the slot is given back.
    enum Phase: Sendable {
        case accepted, dialling, active, closing
    }

    /// Whether others can reach the peer where it says that it listens.
    enum Reach: Sendable {
        case unknown
        case testing(Port, until: Duration)
        case verified(Port)
        case failed(until: Duration)
    }

    /// Why a link does not count against the limits.
    enum Privilege: Sendable {
        case none
        /// Named as a fixed peer, by endpoint or, inbound, by address.
        case fixed
        /// Named as a protected peer or a member of the cluster.
        case reserved
    }

    let id: ConnectionID
    let remote: Endpoint
    let direction: CrawlEntry.Direction
    var phase: Phase
    /// Decided when a dial begins, or when an inbound link becomes active.
    var privilege: Privilege
    var publicKey: NodePublicKey?
    var reach = Reach.unknown
    /// Whether the peer has sent entries of hops 1 or more, or said that it takes them.
    var takesHops = false
    /// Of an active link, in the table of who knows what.
    var column: Int?
    var lastAnnouncement: Duration?

    /// Whether an announcement counts, or comes too soon after the one before.
    func isWorthHearing(now: Duration) -> Bool {
        self.lastAnnouncement.map { now - $0 >= PeerFinder.Constants.announcementInterval } ?? true
    }

    /// Whether a slot of the limits is taken.
    var isCounted: Bool {
        if case .none = self.privilege { true } else { false }
    }
}
