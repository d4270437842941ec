/// What a packet is to the flow that it belongs to, as connection tracking of both ends sees it.
package enum FlowPhase: CaseIterable, Hashable, Sendable {
    /// The first packet of a flow: new, and a SYN if it is of TCP.
    case opening
    /// Whatever belongs to no flow that is known: new, invalid or untracked, with any flags.
    case stray
    /// What belongs to a flow that is known: of TCP, all that has ACK and is no reset.
    case answering

    var states: [ConnectionState] {
        switch self {
        case .opening: [.new]
        case .stray: [.new, .invalid, .untracked]
        case .answering: [.established]
        }
    }

    /// The flags of its packets of TCP.
    var flags: [TCPFlags]? {
        switch self {
        case .opening: TCPFlags.ofOpenings
        case .stray: nil
        case .answering: TCPFlags.ofLater
        }
    }
}
