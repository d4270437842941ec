/// Numbers as protobuf writes them: seven bits a byte, the lowest first, and the highest bit set in all bytes but the last.
enum Varint {
    static func append(_ number: some UnsignedInteger & FixedWidthInteger, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// - Parameters:
    ///   - offset: Moves behind what was read.
    ///   - end: No byte at it or behind it belongs to the number.
    ///   - limit: No number has more bytes.
    /// - Returns: `nil` if there is no whole number.
    @inline(__always)
    static func take(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ offset: inout Int,
        before end: Int,
        atMost limit: UInt64
    ) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < end, shift < 7 * limit {
            let byte = bytes[offset]
            offset += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        return nil
    }
}
