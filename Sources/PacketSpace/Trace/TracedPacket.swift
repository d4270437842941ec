internal import Addressing

/// A packet on its way, of which some properties may have become unknown.
struct TracedPacket: Hashable {
    var packet: Packet
    /// What was changed to something that nobody knows; of a value in several fields, one of them stands here.
    var unknown: Set<Field> = []

    init(_ packet: Packet) {
        self.packet = packet
    }

    /// What routes say of an address is something else after it was changed.
    mutating func forgetRoutes(after field: Field) {
        switch field {
        case .sourceLow, .sourceHigh, .codePoint:
            self.unknown.formUnion([.reversePath, .sourceType, .sourceTypeHere])
        case .destinationLow, .destinationHigh:
            self.unknown.formUnion([.reversePath, .destinationType, .destinationTypeHere])
        default:
            break
        }
    }

    /// Which translations were made, or will not be, is in the connection's status.
    mutating func forgetStatus() {
        self.unknown.insert(.status0)
    }
}
