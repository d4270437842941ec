import Addressing
import Overlay

/// One TCP connection between two actors, seen from above.
struct Circuit: Sendable {
    enum Side: Int, Sendable {
        case dialler = 0
        case acceptor = 1

        var opposite: Side { self == .dialler ? .acceptor : .dialler }
    }

    /// One end of a circuit. The serial tells apart circuits that had the same place one after the other.
    struct End: Hashable, Sendable {
        let place: Int
        let serial: Int
        let side: Side

        var opposite: End { End(place: self.place, serial: self.serial, side: self.side.opposite) }
    }

    /// What one of the two sides has of it.
    struct SideState: Sendable {
        private let actorNumber: Int32
        var id: ConnectionID
        /// Whether the machine of this side, or its kernel, still knows the connection.
        var isOpen: Bool
        /// Whether the handshake made it a link, as this side sees it.
        var isLinked = false
        /// What was sent and is not reported as taken by the kernel yet.
        var undrained: UInt16 = 0
        /// Something on its way to this side is held up, so whatever follows is as well.
        var isHeld = false
        /// What is on its way to this side gets lost.
        var isLost = false

        init(actor: Int, id: ConnectionID, isOpen: Bool) {
            self.actorNumber = Int32(actor)
            self.id = id
            self.isOpen = isOpen
        }

        var actor: Int { Int(self.actorNumber) }
    }

    // What each delivery reads comes first, to lie together.
    let serial: Int
    let latency: Duration
    var dialler: SideState
    var acceptor: SideState
    let endpoint: Endpoint
    /// Where the dialler comes from, as the acceptor sees it.
    let source: IPv4Address
    /// Whether the acceptor's firewall counts it among those of strangers.
    let countsAsStranger: Bool
    /// When both ends became linked.
    var linkedSince: Duration?
    /// When something on it was last held up or lost.
    var disturbedAt: Duration?

    subscript(side: Side) -> SideState {
        get { side == .dialler ? self.dialler : self.acceptor }
        set { if side == .dialler { self.dialler = newValue } else { self.acceptor = newValue } }
    }

    var isLinked: Bool {
        self.dialler.isOpen && self.acceptor.isOpen && self.linkedSince != nil
    }
}
