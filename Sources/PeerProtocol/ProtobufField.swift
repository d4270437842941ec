/// One field of a protobuf message (proto2 wire format), as much of it as a ping needs.
struct ProtobufField {
    let number: UInt64
    /// The value, if the field has this wire type.
    let varint: UInt64?
    /// The field as it came, key included.
    let bytes: ArraySlice<UInt8>

    /// Takes one field from the front of a message. Groups, which no peer sends, count as malformed.
    init(_ rest: inout ArraySlice<UInt8>) throws(ProtobufError) {
        let start = rest
        let key = try Self.takeVarint(&rest)
        self.number = key >> 3
        guard (1..<1 << 29).contains(self.number) else { throw .malformed }
        var varint: UInt64?
        switch key & 7 {
        case 0: varint = try Self.takeVarint(&rest)
        case 1: try Self.skip(8, &rest)
        case 2: try Self.skip(try Self.takeVarint(&rest), &rest)
        case 5: try Self.skip(4, &rest)
        default: throw .malformed
        }
        self.varint = varint
        self.bytes = start[..<rest.startIndex]
    }

    /// Writes a field.
    static func varint(number: UInt8, value: UInt64) -> [UInt8] {
        var bytes = [number << 3]
        var value = value
        while value > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        return bytes + [UInt8(value)]
    }

    private static func takeVarint(_ rest: inout ArraySlice<UInt8>) throws(ProtobufError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw .malformed }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw .malformed
    }

    private static func skip(_ count: UInt64, _ rest: inout ArraySlice<UInt8>) throws(ProtobufError) {
        guard count <= rest.count else { throw .malformed }
        rest = rest.dropFirst(Int(count))
    }
}
