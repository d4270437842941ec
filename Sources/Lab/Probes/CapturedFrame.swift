package import Addressing

/// What left a host, as seen on its cable.
package struct CapturedFrame: Hashable, Sendable, CustomStringConvertible {
    package enum Content: Hashable, Sendable {
        case arp
        /// IPv4 with its protocol number; ports only for the first fragment of TCP and UDP, otherwise 0.
        case ipv4(
            protocolNumber: UInt8,
            from: IPv4Address,
            sourcePort: UInt16,
            to: IPv4Address,
            destinationPort: UInt16
        )
        /// Anything else, by its Ethernet type.
        case other(UInt16)
    }

    package let content: Content

    package init(content: Content) {
        self.content = content
    }

    /// Reads an Ethernet frame; a frame too short to say what it is counts as `other(0)`.
    ///
    /// Source: IEEE 802.3, RFC 791 §3.1.
    package init(_ bytes: ArraySlice<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count >= 14 else {
            self.content = .other(0)
            return
        }
        let type = UInt16(bytes[12]) << 8 | UInt16(bytes[13])
        switch type {
        case 0x0806: self.content = .arp
        case 0x0800: self.content = Self.ipv4(bytes) ?? .other(type)
        default: self.content = .other(type)
        }
    }

    private static func ipv4(_ bytes: [UInt8]) -> Content? {
        let header = 14
        guard bytes.count >= header + 20, bytes[header] >> 4 == 4 else { return nil }
        let address = { (offset: Int) in
            IPv4Address(rawValue: bytes[(header + offset)..<(header + offset + 4)].reduce(0) { $0 << 8 | UInt32($1) })
        }
        let number = bytes[header + 9]
        let payload = header + Int(bytes[header] & 0x0F) * 4
        guard payload >= header + 20 else { return nil }
        let isFirstFragment = bytes[header + 6] & 0x1F == 0 && bytes[header + 7] == 0
        let port = { (offset: Int) in
            [6, 17].contains(number) && isFirstFragment && bytes.count >= payload + 4
                ? UInt16(bytes[payload + offset]) << 8 | UInt16(bytes[payload + offset + 1]) : 0
        }
        return .ipv4(
            protocolNumber: number,
            from: address(12),
            sourcePort: port(0),
            to: address(16),
            destinationPort: port(2)
        )
    }

    package var description: String {
        switch self.content {
        case .arp: "ARP"
        case .other(let type): "Ethernet type 0x" + String(type, radix: 16)
        case .ipv4(let number, let from, let sourcePort, let to, let destinationPort):
            switch number {
            case 6: "TCP \(from):\(sourcePort) -> \(to):\(destinationPort)"
            case 17: "UDP \(from):\(sourcePort) -> \(to):\(destinationPort)"
            case 1: "ICMP \(from) -> \(to)"
            default: "IP protocol \(number) \(from) -> \(to)"
            }
        }
    }
}
