import Addressing
import Overlay
import PeerProtocol

/// What happens on a shore at a time.
enum Item: Sendable {
    /// What one machine sent another at one instant: mostly one message, and two when a vote and its proposal go on together.
    case letters(Letter, Letter?, to: EndName)
    case arrival(Arrival, to: EndName)
    /// The other end of a connection has let go of it, and nothing of it is on its way any more.
    case gone(EndName)
    case wake(Int)
    /// The first packet of a dial comes to the listener.
    indirect case knock(Knock)
    /// Somebody has taken a dial: from now on both ends can close.
    indirect case joined(Joining)
    /// A packet comes that asks whether somebody listens.
    indirect case probe(Probe)
    indirect case probed(ConnectionID, isReachable: Bool, actor: Int, start: Int)
    case start(Int, start: Int)

    /// What comes to an end of a connection, besides bytes.
    enum Arrival: Sendable {
        case opened
        indirect case secured(SessionValue?)
        case closed(ConnectionEnd)
        /// The kernel took what was queued.
        case drained
    }

    /// One write of a machine.
    struct Letter: Sendable {
        let bytes: [UInt8]
        /// What stands for the bytes.
        let fingerprint: UInt64
    }

    struct Knock: Sendable {
        let dialler: EndName
        let actor: Int
        let listener: Int
        let endpoint: Endpoint
        /// Where the dialler comes from, as the listener sees it.
        let source: IPv4Address
        let latency: Duration
        let countsAsStranger: Bool
    }

    struct Joining: Sendable {
        let dialler: EndName
        let actor: Int
        let acceptor: EndName
        let latency: Duration
    }

    struct Probe: Sendable {
        let id: ConnectionID
        let actor: Int
        /// How often the actor was started before it asked.
        let start: Int
        let listener: Int
        let source: IPv4Address
        let latency: Duration
    }

    /// Who needs memory for it, as one number: an end by its place, an actor by a number below 0.
    var hint: Int32 {
        switch self {
        case .letters(_, _, let end): Int32(end.place)
        case .wake(let actor): ~Int32(actor)
        default: Self.noHint
        }
    }

    /// Where bytes lie that whoever gets them will read; 0 if there are none, or fewer than a header has.
    var memory: UInt {
        guard case .letters(let first, _, _) = self, first.bytes.count >= Frame.headerLength else { return 0 }
        return first.bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    }

    /// The same with letters in buffers of the shore's own.
    func owned(by memory: inout LetterMemory) -> Item {
        guard case .letters(let first, let second, let end) = self else { return self }
        return .letters(memory.own(first), second.map { memory.own($0) }, to: end)
    }

    static let noHint = Int32.max

    /// Puts one more letter to one that goes the same way at the same time.
    ///
    /// - Returns: Whether there was room.
    mutating func add(_ letter: Letter, to end: EndName) -> Bool {
        guard case .letters(let first, nil, end) = self else { return false }
        self = .letters(first, letter, to: end)
        return true
    }
}
