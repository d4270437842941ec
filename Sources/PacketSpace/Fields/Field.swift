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
    /// Of IPv6, what comes between its header and the transport: 0 for nothing, otherwise one more than the place of the first
    /// header among ``ExtensionHeader/allCases``.
    case extensionHeader
    /// An interface name's bytes, first byte highest, filled up with zeros: names that start alike are one range. All
    /// zeros is no interface.
    case inputHigh, inputLow
    case outputHigh, outputLow
    /// Numbers that the administrator gives to interfaces.
    case inputGroup, outputGroup
    /// What the routes say: 1 if packets to the source would leave by the interface that this one came in by.
    case reversePath
    /// The raw values of ``AddressType``: among all routes, and among those of the interface that the packet came in by.
    case sourceType, sourceTypeHere
    case destinationType, destinationTypeHere
    /// An IPv4 address is in the lower half alone. Whatever is above the highest one counts as the highest one.
    case sourceHigh, sourceLow
    case destinationHigh, destinationLow
    case destinationPort, sourcePort
    case tcpFlags
    case icmpType, icmpCode
    /// The raw value of a ``Packet/LinkKind``.
    case linkKind
    /// The raw value of a ``Packet/Direction``.
    case direction
    /// The connection's status bits as the kernel counts them, upper byte first.
    case status1, status0
    /// The upper six bits of the type of service or traffic class, and the lower two.
    case codePoint, congestion
    /// The identification of IPv4 or the flow label of IPv6.
    case label
    case hopLimit
    case length
    /// Marks byte by byte, highest first: rules ask for single bits of them, and a bit in the middle of 32 would be a great
    /// many ranges. A connection's mark stands beside the packet's, because rules copy one to the other.
    case connectionMark3, mark3
    case connectionMark2, mark2
    case connectionMark1, mark1
    case connectionMark0, mark0

    /// What the host's routes say of the addresses.
    static let routing: [Field] = [
        .reversePath, .sourceType, .sourceTypeHere, .destinationType, .destinationTypeHere,
    ]
    static let status: [Field] = [.status1, .status0]
    static let mark: [Field] = [.mark3, .mark2, .mark1, .mark0]
    static let connectionMark: [Field] = [.connectionMark3, .connectionMark2, .connectionMark1, .connectionMark0]

    /// In bits.
    var width: Int {
        switch self {
        case .family, .reversePath, .direction: 1
        case .linkKind, .congestion: 2
        case .state, .extensionHeader: 3
        case .sourceType, .sourceTypeHere, .destinationType, .destinationTypeHere: 4
        case .codePoint: 6
        case .transport, .tcpFlags, .icmpType, .icmpCode, .hopLimit, .status1, .status0: 8
        case .mark3, .mark2, .mark1, .mark0: 8
        case .connectionMark3, .connectionMark2, .connectionMark1, .connectionMark0: 8
        case .destinationPort, .sourcePort: 16
        case .label: 20
        case .length, .inputGroup, .outputGroup: 32
        case .inputHigh, .inputLow, .outputHigh, .outputLow, .sourceHigh, .sourceLow, .destinationHigh, .destinationLow:
            64
        }
    }

    var highest: UInt64 {
        switch self {
        case .family: UInt64(Family.allCases.count - 1)
        case .state: UInt64(ConnectionState.allCases.count - 1)
        case .extensionHeader: UInt64(ExtensionHeader.allCases.count)
        case .sourceType, .sourceTypeHere, .destinationType, .destinationTypeHere:
            UInt64(AddressType.allCases.count - 1)
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
