/// The lengths that the server writes in front of bytes of no fixed length, in its serialized objects.
///
/// Up to 192 in one byte, up to 12,480 in two, up to 918,744 in three. Source: skywelld reference §4.3 (`len8` is the first of
/// these; fields longer than that do not occur in what is signed with a fixed layout).
enum VariableLength {
    private static let oneByteMaximum = 192
    private static let twoByteMaximum = 12_480
    /// The longest that can be written, in bytes.
    static let maximum = 918_744

    static func prefixed(_ bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count <= Self.maximum, "\(bytes.count) bytes are too many for a field")
        return Self.prefix(bytes.count) + bytes
    }

    private static func prefix(_ length: Int) -> [UInt8] {
        switch length {
        case ...Self.oneByteMaximum:
            return [UInt8(length)]
        case ...Self.twoByteMaximum:
            let rest = length - Self.oneByteMaximum - 1
            return [UInt8(193 + rest >> 8), UInt8(truncatingIfNeeded: rest)]
        default:
            let rest = length - Self.twoByteMaximum - 1
            return [UInt8(241 + rest >> 16), UInt8(truncatingIfNeeded: rest >> 8), UInt8(truncatingIfNeeded: rest)]
        }
    }

    /// Takes a length from the front of some bytes; `nil` if none is there.
    static func take(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.popFirst().map({ Int($0) }) else { return nil }
        switch first {
        case ...Self.oneByteMaximum:
            return first
        case ...240:
            guard let second = bytes.popFirst() else { return nil }
            return Self.oneByteMaximum + 1 + (first - 193) << 8 + Int(second)
        case ...254:
            guard let second = bytes.popFirst(), let third = bytes.popFirst() else { return nil }
            return Self.twoByteMaximum + 1 + (first - 241) << 16 + Int(second) << 8 + Int(third)
        default:
            return nil
        }
    }
}
