import Addressing
import PacketSpace
import TestSupport

/// Packets at the boundaries of a verdict diagram: each is led down a random way through the diagram, and gets the lowest or the
/// highest value of an interval that it comes by, or the value just beside it.
struct DiagramWalk {
    private let store: DiagramStore
    private let function: Diagram

    init(_ prover: Prover, at hook: Hook) {
        self.store = prover.store
        self.function = prover.function(at: hook)
    }

    /// Leads a packet through the diagram. What cannot be chosen (interfaces, what the kernel says of it) stays as it is.
    func led(_ packet: Packet, _ dice: inout Dice) -> Packet {
        // A constant diagram has no boundaries.
        var values = packet.values
        var chosen: [Field: UInt64] = [:]
        var current = self.function
        while let (number, edges) = self.store.edges(of: current), let field = Field(rawValue: number) {
            let bounds = Self.bounds(edges)
            // Most ways lead to few values: every interval gets the same chance, however small it is.
            if Self.free.contains(field), !dice.onceIn(4) {
                let interval = dice.one(of: bounds)
                values[number] = Self.value(of: interval, field, &dice)
                chosen[field] = values[number]
            }
            current = edges[edges.startIndex + (bounds.firstIndex { $0.contains(values[number]) } ?? 0)].target
        }
        return Self.packet(packet, chosen)
    }

    private static func bounds(_ edges: ArraySlice<DiagramStore.Edge>) -> [ClosedRange<UInt64>] {
        var lower: UInt64 = 0
        return edges.map { edge in
            defer { lower = edge.upper &+ 1 }
            return lower...edge.upper
        }
    }

    private static func value(of interval: ClosedRange<UInt64>, _ field: Field, _ dice: inout Dice) -> UInt64 {
        switch dice.number(0...5) {
        case 0...1: interval.lowerBound
        case 2...3: interval.upperBound
        case 4: interval.lowerBound == 0 ? 0 : interval.lowerBound - 1
        default: UInt64.random(in: interval, using: &dice)
        }
    }

    /// What a sender can write into a packet.
    private static let free: Set<Field> = [
        .family, .transport, .sourceHigh, .sourceLow, .destinationHigh, .destinationLow, .destinationPort, .sourcePort,
        .tcpFlags, .icmpType, .icmpCode, .hopLimit, .length, .congestion, .extensionHeader,
    ]

    // MARK: - Packets

    /// A packet with chosen values, as far as the kernel takes such packets at all.
    private static func packet(_ start: Packet, _ chosen: [Field: UInt64]) -> Packet {
        var packet = start
        packet.congestion = UInt8(chosen[.congestion] ?? UInt64(start.congestion))
        packet.hopLimit = UInt8(min(max(chosen[.hopLimit] ?? UInt64(start.hopLimit), 2), 254))
        packet.length = UInt32(min(max(chosen[.length] ?? UInt64(start.length), 60), 1400))
        let family = chosen[.family].flatMap { Family(rawValue: UInt8($0)) } ?? start.family
        packet.addresses = Self.addresses(start, family, chosen)
        let header = chosen[.extensionHeader].map { ExtensionHeader(fieldValue: $0) } ?? start.extensionHeader
        packet.extensionHeader = header.flatMap { header in
            family == .ipv6 && PacketDice.extensionHeaders.contains(header) ? header : nil
        }
        packet.transport = Self.transport(start, family, chosen)
        return packet
    }

    private static func addresses(
        _ start: Packet,
        _ family: Family,
        _ chosen: [Field: UInt64]
    ) -> Packet.Addresses {
        let values = start.values
        let whole = { (high: Field, low: Field) in
            UInt128(chosen[high] ?? values[high.rawValue]) << 64 | UInt128(chosen[low] ?? values[low.rawValue])
        }
        switch family {
        case .ipv4:
            let address = { (field: Field, other: UInt32) in
                let value = chosen[field] ?? values[field.rawValue]
                let address = IPv4Address(rawValue: UInt32(min(value, UInt64(UInt32.max))))
                return BoundaryValues.isOrdinary(address) ? address : IPv4Address(rawValue: other)
            }
            return .ipv4(
                source: address(.sourceLow, 0x0A00_0001),
                destination: address(.destinationLow, 0x0A00_0002)
            )
        case .ipv6:
            let address = { (high: Field, low: Field, other: UInt128) in
                let address = IPv6Address(rawValue: whole(high, low))
                return BoundaryValues.isOrdinary(address) ? address : IPv6Address(rawValue: 0xFD << 120 | other)
            }
            return .ipv6(
                source: address(.sourceHigh, .sourceLow, 1),
                destination: address(.destinationHigh, .destinationLow, 2)
            )
        }
    }

    private static func transport(
        _ start: Packet,
        _ family: Family,
        _ chosen: [Field: UInt64]
    ) -> Packet.Transport {
        let values = start.values
        let value = { (field: Field) in chosen[field] ?? values[field.rawValue] }
        let ports = (UInt16(max(1, value(.sourcePort))), UInt16(max(1, value(.destinationPort))))
        switch value(.transport) {
        case 6:
            return .tcp(source: ports.0, destination: ports.1, flags: TCPFlags(rawValue: UInt8(value(.tcpFlags))))
        case 17: return .udp(source: ports.0, destination: ports.1)
        case 1 where family == .ipv4: return .icmp(type: UInt8(value(.icmpType)), code: UInt8(value(.icmpCode)))
        case 58 where family == .ipv6: return .icmpv6(type: UInt8(value(.icmpType)), code: UInt8(value(.icmpCode)))
        case let number where PacketDice.others.contains(UInt8(number)): return .other(UInt8(number))
        default: return .udp(source: ports.0, destination: ports.1)
        }
    }
}
