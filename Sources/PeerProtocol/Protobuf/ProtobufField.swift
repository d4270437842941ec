/// One field of a protobuf message (proto2 wire format), passed over unread.
struct ProtobufField {
    let number: UInt64

    /// Takes one field from the front of a message. Groups, which no peer sends, count as malformed.
    init(_ rest: inout ArraySlice<UInt8>) throws(MessageError) {
        let key = try Self.takeVarint(&rest)
        self.number = key >> 3
        guard (1..<1 << 29).contains(self.number) else { throw .malformed }
        switch key & 7 {
        case 0: _ = try Self.takeVarint(&rest)
        case 1: try Self.skip(8, &rest)
        case 2: try Self.skip(try Self.takeVarint(&rest), &rest)
        case 5: try Self.skip(4, &rest)
        default: throw .malformed
        }
    }

    /// Makes sure that a message has no more fields of its own than a limit, before anything is made of them.
    ///
    /// A field of two bytes becomes a value of fifty or more in memory, so the length of a payload alone is no bound.
    static func requireCount(of payload: [UInt8], atMost limit: Int) throws(MessageError) {
        var rest = payload[...]
        var count = 0
        while !rest.isEmpty {
            _ = try ProtobufField(&rest)
            count += 1
            guard count <= limit else { throw .tooManyFields }
        }
    }

    private static func takeVarint(_ rest: inout ArraySlice<UInt8>) throws(MessageError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw .malformed }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw .malformed
    }

    private static func skip(_ count: UInt64, _ rest: inout ArraySlice<UInt8>) throws(MessageError) {
        guard count <= rest.count else { throw .malformed }
        rest = rest.dropFirst(Int(count))
    }
}
