internal import Addressing

/// Packets as bytes, with right lengths and checksums, so that nothing but rules can object to them.
///
/// Sources: RFC 791 §3.1, RFC 8200 §3 and §4, RFC 9293 §3.1, RFC 768, RFC 792, RFC 4443.
package enum PacketBytes {
    /// - Parameters:
    ///   - codePoint: The upper six bits of the type of service or traffic class.
    ///   - number: Identification (IPv4) or flow label (IPv6), by which a sender tells its packets from others.
    ///   - hopLimit: In place of the packet's own.
    ///   - content: What an ICMP message carries after its first eight bytes; otherwise zeroes up to the packet's length.
    package static func bytes(
        of packet: Packet,
        codePoint: UInt8 = 0,
        number: UInt16 = 0,
        hopLimit: UInt8? = nil,
        content: [UInt8] = []
    ) -> [UInt8] {
        let proto = Self.protocolNumber(packet.transport)
        let isWide = packet.family == .ipv6
        let between = isWide ? packet.extensionHeader.map { Self.extensionHeader($0, before: proto) } ?? [] : []
        let headerSize = (isWide ? 40 : 20) + between.count
        var transport = Self.transport(packet.transport) + content
        while headerSize + transport.count < Int(packet.length) { transport.append(0) }
        if case .udp = packet.transport { transport.replaceSubrange(4..<6, with: Self.pair(UInt16(transport.count))) }
        let (source, destination) = Self.addresses(packet.addresses)
        if let offset = Self.checksumOffset(proto, packet.family) {
            let pseudo =
                proto == 1 ? [] : source + destination + Self.pair(UInt16(transport.count)) + [0, proto]
            var sum = Self.checksum(pseudo + transport)
            if sum == 0, proto == 17 { sum = 0xFFFF }
            transport.replaceSubrange(offset..<(offset + 2), with: Self.pair(sum))
        }
        let hops = hopLimit ?? packet.hopLimit
        guard !isWide else {
            return [0x60 | codePoint >> 2, codePoint << 6 | packet.congestion << 4] + Self.pair(number)
                + Self.pair(UInt16(between.count + transport.count))
                + [packet.extensionHeader?.number ?? proto, hops] + source + destination + between + transport
        }
        var header: [UInt8] =
            [0x45, codePoint << 2 | packet.congestion] + Self.pair(UInt16(20 + transport.count)) + Self.pair(number)
        let hasMoreFragments: UInt8 = packet.extensionHeader == .part ? 0x20 : 0
        header += [hasMoreFragments, 0, hops, proto, 0, 0] + source + destination
        header.replaceSubrange(10..<12, with: Self.pair(Self.checksum(header)))
        return header + transport
    }

    package static func protocolNumber(_ transport: Packet.Transport) -> UInt8 {
        switch transport {
        case .tcp: 6
        case .udp: 17
        case .icmp: 1
        case .icmpv6: 58
        case .other(let number): number
        }
    }

    /// One that asks nothing of anybody.
    private static func extensionHeader(_ header: ExtensionHeader, before next: UInt8) -> [UInt8] {
        switch header {
        // An option that is padding.
        case .hopByHop, .destinationOptions: [next, 0, 1, 4, 0, 0, 0, 0]
        // No segments left.
        case .routing: [next, 0, 0, 0, 0, 0, 0, 0]
        // The first part, with no more to come.
        case .fragment: [next, 0, 0, 0, 0, 0, 0, 1]
        // With more to come.
        case .part: [next, 0, 0, 1, 0, 0, 0, 1]
        }
    }

    private static func transport(_ transport: Packet.Transport) -> [UInt8] {
        switch transport {
        case .tcp(let source, let destination, let flags):
            return Self.pair(source) + Self.pair(destination) + [
                0, 0, 0, 1, 0, 0, 0, 1, 0x50, flags.rawValue, 0xFF, 0xFF,
            ]
                + [0, 0, 0, 0]
        case .udp(let source, let destination):
            return Self.pair(source) + Self.pair(destination) + [0, 0, 0, 0]
        case .icmp(let type, let code), .icmpv6(let type, let code):
            return [type, code, 0, 0, 0, 1, 0, 1]
        case .other:
            return []
        }
    }

    private static func checksumOffset(_ proto: UInt8, _ family: Family) -> Int? {
        switch (proto, family) {
        case (6, _): 16
        case (17, _): 6
        case (1, .ipv4), (58, .ipv6): 2
        default: nil
        }
    }

    private static func addresses(_ addresses: Packet.Addresses) -> ([UInt8], [UInt8]) {
        switch addresses {
        case .ipv4(let source, let destination):
            (source.octets, destination.octets)
        case .ipv6(let source, let destination):
            (source.groups.flatMap(Self.pair), destination.groups.flatMap(Self.pair))
        }
    }

    private static func pair(_ value: UInt16) -> [UInt8] {
        [UInt8(value >> 8), UInt8(value & 0xFF)]
    }

    /// RFC 1071.
    private static func checksum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            sum += UInt32(bytes[index]) << 8 | UInt32(index + 1 < bytes.count ? bytes[index + 1] : 0)
        }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        return ~UInt16(sum)
    }
}
