internal import Addressing

/// A packet on its way, of which some properties may have become unknown.
struct TracedPacket {
    var packet: Packet
    /// What was changed to something that nobody knows; of a value in several fields, one of them stands here.
    var unknown: Set<Field> = []

    init(_ packet: Packet) {
        self.packet = packet
    }
}
