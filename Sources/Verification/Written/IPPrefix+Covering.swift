internal import Addressing

extension IPPrefix {
    /// The fewest prefixes that hold exactly the addresses of a range, in order.
    static func covering(_ range: ClosedRange<IPv4Address>) -> [IPPrefix] {
        self.blocks(UInt128(range.lowerBound.rawValue)...UInt128(range.upperBound.rawValue)).map { start, bits in
            .ipv4(IPv4Prefix(IPv4Address(rawValue: UInt32(start)), length: 32 - bits))
        }
    }

    static func covering(_ range: ClosedRange<IPv6Address>) -> [IPPrefix] {
        self.blocks(range.lowerBound.rawValue...range.upperBound.rawValue).map { start, bits in
            .ipv6(IPv6Prefix(IPv6Address(rawValue: start), length: 128 - bits))
        }
    }

    /// Blocks of a power of two of numbers, each at a multiple of its size: where they start, and their free bits.
    private static func blocks(_ range: ClosedRange<UInt128>) -> [(start: UInt128, bits: Int)] {
        var blocks: [(start: UInt128, bits: Int)] = []
        var start = range.lowerBound
        while true {
            var bits = min(start.trailingZeroBitCount, 128)
            while bits > 0, bits == 128 || (start | ((1 << UInt128(bits)) - 1)) > range.upperBound { bits -= 1 }
            blocks.append((start, bits))
            let last = bits == 0 ? start : start | ((1 << UInt128(bits)) - 1)
            guard last < range.upperBound else { return blocks }
            start = last + 1
        }
    }
}
