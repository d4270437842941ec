internal import Addressing

/// The part of a TCP segment that a sweep sends and reads.
///
/// Source: RFC 9293 §3.1, RFC 791 §3.1.
struct TCPSegment: Equatable {
    /// Without options, in bytes.
    static let size = 20

    let source: IPv4Address
    let sourcePort: UInt16
    let destinationPort: UInt16
    let isReset: Bool

    /// Reads a whole IPv4 packet as a raw socket delivers it; `nil` if it is no TCP segment.
    init?(ipPacket packet: ArraySlice<UInt8>) {
        let bytes = Array(packet)
        guard bytes.count >= 20, bytes[0] >> 4 == 4, bytes[9] == 6 else { return nil }
        let start = Int(bytes[0] & 0x0F) * 4
        guard start >= 20, bytes.count >= start + Self.size else { return nil }
        self.source = IPv4Address(rawValue: bytes[12..<16].reduce(0) { $0 << 8 | UInt32($1) })
        self.sourcePort = UInt16(bytes[start]) << 8 | UInt16(bytes[start + 1])
        self.destinationPort = UInt16(bytes[start + 2]) << 8 | UInt16(bytes[start + 3])
        self.isReset = bytes[start + 13] & 0x04 != 0
    }

    /// A SYN with a correct checksum.
    static func syn(from source: IPv4Address, _ sourcePort: UInt16, to target: IPv4Address, _ port: UInt16) -> [UInt8] {
        var bytes: [UInt8] = [
            UInt8(sourcePort >> 8), UInt8(sourcePort & 0xFF), UInt8(port >> 8), UInt8(port & 0xFF),
            0x50, 0x49, 0x43, 0x4B,  // sequence number
            0, 0, 0, 0,  // acknowledgement number
            5 << 4, 0x02,  // header length in words, SYN
            0xFF, 0xFF,  // window
            0, 0,  // checksum
            0, 0,  // urgent pointer
        ]
        let pseudoHeader = source.octets + target.octets + [0, 6, 0, UInt8(Self.size)]
        let checksum = Self.checksum(pseudoHeader + bytes)
        bytes[16] = UInt8(checksum >> 8)
        bytes[17] = UInt8(checksum & 0xFF)
        return bytes
    }

    /// SYNs to consecutive ports, one behind the other: only the port and the checksum differ.
    ///
    /// Source: RFC 1624 §3 for the checksum of a changed field.
    static func syns(
        from source: IPv4Address,
        _ sourcePort: UInt16,
        to target: IPv4Address,
        _ ports: ClosedRange<UInt16>
    ) -> [UInt8] {
        let first = Self.syn(from: source, sourcePort, to: target, ports.lowerBound)
        let sum = UInt32(~(UInt16(first[16]) << 8 | UInt16(first[17])))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ports.count * Self.size)
        for port in ports {
            var changed = sum + UInt32(port - ports.lowerBound)
            changed = (changed & 0xFFFF) + (changed >> 16)
            let start = bytes.count
            bytes += first
            bytes[start + 2] = UInt8(port >> 8)
            bytes[start + 3] = UInt8(port & 0xFF)
            bytes[start + 16] = ~UInt8(changed >> 8)
            bytes[start + 17] = ~UInt8(changed & 0xFF)
        }
        return bytes
    }

    /// The Internet checksum over an even number of bytes.
    ///
    /// Source: RFC 1071.
    static func checksum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            sum += UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1])
        }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
        return ~UInt16(sum)
    }
}
