internal import PacketSpace

/// The packets of a TCP connection, or of several, by their ends.
struct ConnectionPackets {
    /// Of the one who dials.
    let there: Diagram
    /// Of the one who listens.
    let back: Diagram
}
