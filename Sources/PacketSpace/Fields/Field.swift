/// One property of a packet, as a field of the diagrams.
///
/// The raw values are the order in which diagrams ask. What rules ask for first and what has few values comes first, so
/// that large sets of addresses hang below few branches; marks come last, because rules set them, and setting the last
/// field changes the fewest nodes. What is wider than 64 bits is two fields, upper half first.
package enum Field: Int, CaseIterable, Hashable, Sendable {
    /// The raw value of a ``Family``.
    case family
    /// The raw value of a ``ConnectionState``.
    case state
    /// The number of the transport protocol.
    case transport
    /// An interface name's bytes, first byte highest, filled up with zeros: names that start alike are one range. All
    /// zeros is no interface.
    case inputHigh, inputLow
    case outputHigh, outputLow
    /// An IPv4 address is in the lower half alone. Whatever is above the highest one counts as the highest one.
    case sourceHigh, sourceLow
    case destinationHigh, destinationLow
    case destinationPort, sourcePort
    case tcpFlags
    case icmpType, icmpCode
    case hopLimit
    case length
    case connectionMark
    case mark

    /// In bits.
    var width: Int {
        switch self {
        case .family: 1
        case .state: 3
        case .transport, .tcpFlags, .icmpType, .icmpCode, .hopLimit: 8
        case .destinationPort, .sourcePort: 16
        case .length, .connectionMark, .mark: 32
        case .inputHigh, .inputLow, .outputHigh, .outputLow, .sourceHigh, .sourceLow, .destinationHigh, .destinationLow:
            64
        }
    }

    var highest: UInt64 {
        switch self {
        case .family: UInt64(Family.allCases.count - 1)
        case .state: UInt64(ConnectionState.allCases.count - 1)
        default: .max >> UInt64(64 - self.width)
        }
    }
}

extension DiagramStore {
    /// A store for packets.
    package convenience init() {
        self.init(highest: Field.allCases.map(\.highest))
    }

    func set(_ field: Field, _ value: UInt64) -> Diagram {
        self.set(field.rawValue, in: [value...value])
    }
}
