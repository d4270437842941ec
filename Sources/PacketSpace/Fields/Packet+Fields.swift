internal import Addressing

extension Packet {
    /// The value of every field, by its number.
    package var values: [UInt64] { self.fieldValues }

    /// The value of every field, by its number.
    var fieldValues: [UInt64] {
        var values = [UInt64](repeating: 0, count: Field.allCases.count)
        values[Field.family.rawValue] = UInt64(self.family.rawValue)
        values[Field.state.rawValue] = UInt64(self.state.rawValue)
        values[Field.linkKind.rawValue] = UInt64(self.linkKind.rawValue)
        values[Field.hopLimit.rawValue] = UInt64(self.hopLimit)
        values[Field.length.rawValue] = UInt64(self.length)
        for (index, field) in Field.mark.enumerated() {
            values[field.rawValue] = UInt64(self.mark >> UInt32(24 - 8 * index) & 0xFF)
        }
        for (index, field) in Field.connectionMark.enumerated() {
            values[field.rawValue] = UInt64(self.connectionMark >> UInt32(24 - 8 * index) & 0xFF)
        }
        self.putDetails(&values)
        Self.put(InterfaceName.value(of: self.inputInterface ?? ""), .inputHigh, &values)
        Self.put(InterfaceName.value(of: self.outputInterface ?? ""), .outputHigh, &values)
        switch self.addresses {
        case .ipv4(let source, let destination):
            values[Field.sourceLow.rawValue] = UInt64(source.rawValue)
            values[Field.destinationLow.rawValue] = UInt64(destination.rawValue)
        case .ipv6(let source, let destination):
            Self.put(source.rawValue, .sourceHigh, &values)
            Self.put(destination.rawValue, .destinationHigh, &values)
        }
        values[Field.transport.rawValue] = UInt64(self.transport.number)
        switch self.transport {
        case .tcp(let source, let destination, let flags):
            values[Field.sourcePort.rawValue] = UInt64(source)
            values[Field.destinationPort.rawValue] = UInt64(destination)
            values[Field.tcpFlags.rawValue] = UInt64(flags.rawValue)
        case .udp(let source, let destination):
            values[Field.sourcePort.rawValue] = UInt64(source)
            values[Field.destinationPort.rawValue] = UInt64(destination)
        case .icmp(let type, let code), .icmpv6(let type, let code):
            values[Field.icmpType.rawValue] = UInt64(type)
            values[Field.icmpCode.rawValue] = UInt64(code)
        case .other:
            break
        }
        return values
    }

    private func putDetails(_ values: inout [UInt64]) {
        values[Field.inputGroup.rawValue] = UInt64(self.inputGroup)
        values[Field.outputGroup.rawValue] = UInt64(self.outputGroup)
        values[Field.reversePath.rawValue] = self.routing.hasReversePath ? 1 : 0
        values[Field.sourceType.rawValue] = UInt64(self.routing.sourceType.rawValue)
        values[Field.sourceTypeHere.rawValue] = UInt64(self.routing.sourceTypeHere.rawValue)
        values[Field.destinationType.rawValue] = UInt64(self.routing.destinationType.rawValue)
        values[Field.destinationTypeHere.rawValue] = UInt64(self.routing.destinationTypeHere.rawValue)
        values[Field.direction.rawValue] = UInt64(self.direction.rawValue)
        values[Field.status1.rawValue] = UInt64(self.connectionStatus >> 8)
        values[Field.status0.rawValue] = UInt64(self.connectionStatus & 0xFF)
        values[Field.codePoint.rawValue] = UInt64(self.codePoint & 0x3F)
        values[Field.congestion.rawValue] = UInt64(self.congestion & 3)
        values[Field.extensionHeader.rawValue] = self.extensionHeader?.fieldValue ?? 0
        values[Field.label.rawValue] = UInt64(self.label & 0xFFFFF)
    }

    private static func put(_ value: UInt128, _ high: Field, _ values: inout [UInt64]) {
        values[high.rawValue] = UInt64(value >> 64)
        values[high.rawValue + 1] = UInt64(truncatingIfNeeded: value)
    }
}

extension Packet.Transport {
    /// The number of the protocol. Source: IANA, "Protocol Numbers".
    package var number: UInt8 {
        switch self {
        case .tcp: 6
        case .udp: 17
        case .icmp: 1
        case .icmpv6: 58
        case .other(let number): number
        }
    }
}
