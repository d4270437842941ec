import Addressing
import Overlay

/// One end of a TCP connection between two actors, as the shore of its actor holds it.
///
/// The two ends know of each other only what has come over the way between them, so that shores can go on apart.
struct CircuitEnd: Sendable {
    enum Side: Sendable {
        case dialler
        case acceptor
    }

    // What each delivery reads comes first, to lie together.
    let id: ConnectionID
    let serial: UInt32
    private let actorNumber: Int32
    private let otherNumber: Int32
    let side: Side
    /// Whether the machine of this end, or its kernel, still knows the connection.
    var isOpen = true
    /// Whether the handshake made it a link, as this end sees it.
    var isLinked = false
    /// Something on its way to this end is held up, so whatever follows is as well.
    var isHeld = false
    /// What is on its way to this end gets lost.
    var isLost = false
    /// Nothing more comes from the other end.
    var isOtherGone = false
    /// Whether the acceptor's firewall counts it among those of strangers.
    let countsAsStranger: Bool
    /// What was sent and is not reported as taken by the kernel yet.
    var undrained: UInt16 = 0
    /// The other end, once it is there and this one knows of it.
    var other: EndName?
    let latency: Duration
    /// Where what was last sent from here lies among that which is on its way, and since when.
    var lastSent: (place: Int, time: Duration)?
    /// Where the dialler meant to get.
    let endpoint: Endpoint
    /// When this end, the dialler's, became linked.
    var linkedSince: Duration?
    /// When something on it was last held up or lost.
    var disturbedAt: Duration?

    init(
        serial: UInt32,
        _ side: Side,
        of actor: Int,
        to other: Int,
        _ id: ConnectionID,
        _ endpoint: Endpoint,
        latency: Duration,
        countsAsStranger: Bool
    ) {
        self.serial = serial
        self.side = side
        self.actorNumber = Int32(actor)
        self.otherNumber = Int32(other)
        self.id = id
        self.endpoint = endpoint
        self.latency = latency
        self.countsAsStranger = countsAsStranger
    }

    var actor: Int { Int(self.actorNumber) }

    /// The actor at the other end; its own one for a dial that gets nowhere.
    var otherActor: Int { Int(self.otherNumber) }
}
