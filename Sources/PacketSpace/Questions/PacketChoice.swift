internal import Addressing

/// Picks one packet of a set: an ordinary one where there is a choice.
struct PacketChoice {
    private let store: DiagramStore

    init(_ store: DiagramStore) {
        self.store = store
    }

    /// - Returns: `nil` for the empty set.
    func packet(of set: Diagram) -> Packet? {
        guard let ranges = self.store.example(of: set, preferring: Self.ordinary) else { return nil }
        let value = { (field: Field) in Self.value(of: field, ranges) }
        var flags = TCPFlags(rawValue: UInt8(value(.tcpFlags)))
        let state = ConnectionState(rawValue: UInt8(value(.state))) ?? .new
        // A flow begins with SYN; anything later has ACK. Only where rules do not care.
        if ranges[Field.tcpFlags.rawValue] == nil { flags = state == .new ? .syn : .ack }
        let transport: Packet.Transport =
            switch value(.transport) {
            case 6:
                .tcp(
                    source: UInt16(value(.sourcePort)),
                    destination: UInt16(value(.destinationPort)),
                    flags: flags
                )
            case 17: .udp(source: UInt16(value(.sourcePort)), destination: UInt16(value(.destinationPort)))
            case 1: .icmp(type: UInt8(value(.icmpType)), code: UInt8(value(.icmpCode)))
            case 58: .icmpv6(type: UInt8(value(.icmpType)), code: UInt8(value(.icmpCode)))
            case let number: .other(UInt8(number))
            }
        var packet = Packet(
            Self.addresses(ranges),
            transport,
            state: state,
            inputInterface: Self.interface(.inputHigh, .inputLow, ranges),
            outputInterface: Self.interface(.outputHigh, .outputLow, ranges),
            mark: Self.mark(Field.mark, ranges),
            connectionMark: Self.mark(Field.connectionMark, ranges),
            length: UInt32(value(.length)),
            hopLimit: UInt8(value(.hopLimit)),
            linkKind: Packet.LinkKind(rawValue: UInt8(value(.linkKind))) ?? .host
        )
        packet.inputGroup = UInt32(value(.inputGroup))
        packet.outputGroup = UInt32(value(.outputGroup))
        packet.routing = Self.routing(ranges)
        packet.direction = Packet.Direction(rawValue: UInt8(value(.direction))) ?? .original
        packet.connectionStatus = UInt16(value(.status1)) << 8 | UInt16(value(.status0))
        packet.codePoint = UInt8(value(.codePoint))
        packet.congestion = UInt8(value(.congestion))
        packet.label = UInt32(value(.label))
        let header = ExtensionHeader(fieldValue: value(.extensionHeader))
        if packet.family == .ipv6 || header == .part { packet.extensionHeader = header }
        return packet
    }

    /// What is taken if it is in the set, by the number of the field: the first packet of a TCP connection.
    private static let ordinary: [UInt64] = Field.allCases.map { field in
        switch field {
        case .family: UInt64(Family.ipv4.rawValue)
        case .state: UInt64(ConnectionState.new.rawValue)
        case .transport: 6
        case .inputHigh, .outputHigh: UInt64(InterfaceName.value(of: "eth0") >> 64)
        case .sourceHigh, .destinationHigh: 0x2001_0DB8_0000_0000
        case .sourceLow: 0xC633_644D
        case .destinationLow: 0xC000_0201
        case .sourcePort: 40000
        case .destinationPort: 443
        case .tcpFlags: UInt64(TCPFlags.syn.rawValue)
        case .icmpType: 8
        case .hopLimit, .length: 64
        case .reversePath, .sourceType, .sourceTypeHere: 1
        case .destinationType, .destinationTypeHere: UInt64(AddressType.local.rawValue)
        case .inputGroup, .outputGroup, .direction, .status1, .status0, .codePoint, .congestion, .label,
            .extensionHeader:
            0
        case .inputLow, .outputLow, .icmpCode, .linkKind: 0
        case .mark3, .mark2, .mark1, .mark0: 0
        case .connectionMark3, .connectionMark2, .connectionMark1, .connectionMark0: 0
        }
    }

    private static func value(of field: Field, _ ranges: [Int: ClosedRange<UInt64>]) -> UInt64 {
        let ordinary = self.ordinary[field.rawValue]
        guard let range = ranges[field.rawValue] else { return ordinary }
        return range.contains(ordinary) ? ordinary : range.lowerBound
    }

    private static func routing(_ ranges: [Int: ClosedRange<UInt64>]) -> Routing {
        let type = { (field: Field) in
            AddressType(rawValue: UInt8(self.value(of: field, ranges))) ?? .unicast
        }
        return Routing(
            hasReversePath: self.value(of: .reversePath, ranges) == 1,
            sourceType: type(.sourceType),
            sourceTypeHere: type(.sourceTypeHere),
            destinationType: type(.destinationType),
            destinationTypeHere: type(.destinationTypeHere)
        )
    }

    private static func mark(_ fields: [Field], _ ranges: [Int: ClosedRange<UInt64>]) -> UInt32 {
        fields.reduce(0) { $0 << 8 | UInt32(self.value(of: $1, ranges)) }
    }

    private static func addresses(_ ranges: [Int: ClosedRange<UInt64>]) -> Packet.Addresses {
        let value = { (field: Field) in self.value(of: field, ranges) }
        if value(.family) == UInt64(Family.ipv4.rawValue) {
            let address = { (field: Field) in
                IPv4Address(rawValue: UInt32(min(value(field), UInt64(UInt32.max))))
            }
            return .ipv4(source: address(.sourceLow), destination: address(.destinationLow))
        }
        let address = { (high: Field, low: Field) in
            IPv6Address(rawValue: UInt128(value(high)) << 64 | UInt128(value(low)))
        }
        return .ipv6(
            source: address(.sourceHigh, .sourceLow),
            destination: address(.destinationHigh, .destinationLow)
        )
    }

    // MARK: - Interfaces

    /// A name of the range that a kernel would take, if there is one.
    private static func interface(_ high: Field, _ low: Field, _ ranges: [Int: ClosedRange<UInt64>]) -> String? {
        let highRange = ranges[high.rawValue] ?? 0...UInt64.max
        let lowRange = ranges[low.rawValue] ?? 0...UInt64.max
        if ranges[high.rawValue] == nil { return nil }
        let names = ["eth0", "eth1", "ens3", "wan0", "lan0", "x0"] + self.neighbours(of: highRange.lowerBound, low: 0)
        for name in names + self.neighbours(of: highRange.lowerBound, low: lowRange.lowerBound) {
            let value = InterfaceName.value(of: name)
            if highRange.contains(UInt64(value >> 64)), lowRange.contains(UInt64(truncatingIfNeeded: value)) {
                return name
            }
        }
        return InterfaceName.name(of: UInt128(highRange.lowerBound) << 64 | UInt128(lowRange.lowerBound))
    }

    /// Names at, and just above, the lower end of a range.
    private static func neighbours(of high: UInt64, low: UInt64) -> [String] {
        guard let name = InterfaceName.name(of: UInt128(high) << 64 | UInt128(low)) else { return ["a"] }
        let printable = String(name.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        return [printable, printable + "0", printable + "-1", printable + "x", printable + "z"].filter { !$0.isEmpty }
    }
}
