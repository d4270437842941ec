/// The message that shows that a peer is still there, and the answer to it.
///
/// Source: skywelld reference §4.3 and §5.1.
package struct Ping: Equatable, Sendable {
    package enum Kind: UInt64, Equatable, Sendable {
        case ping = 0
        case pong = 1
    }

    package let kind: Kind
    package let sequence: UInt32?

    /// Every field other than the kind, as it came: a pong gives all of them back.
    private let otherFields: [UInt8]

    package init(_ kind: Kind, sequence: UInt32) {
        self.kind = kind
        self.sequence = sequence
        self.otherFields = ProtobufField.varint(number: 2, value: UInt64(sequence))
    }

    /// Reads a payload. Unknown fields are carried along; a missing or unknown kind is an error.
    package init(payload: [UInt8]) throws(ProtobufError) {
        var kind: Kind?
        var sequence: UInt32?
        var otherFields: [UInt8] = []
        var rest = payload[...]
        while !rest.isEmpty {
            let field = try ProtobufField(&rest)
            switch (field.number, field.varint) {
            case (1, let value?):
                guard let known = Kind(rawValue: value) else { throw .malformed }
                kind = known
                continue
            case (2, let value?): sequence = UInt32(truncatingIfNeeded: value)
            default: break
            }
            otherFields += field.bytes
        }
        guard let kind else { throw .missingField }
        self.kind = kind
        self.sequence = sequence
        self.otherFields = otherFields
    }

    package var payload: [UInt8] {
        ProtobufField.varint(number: 1, value: self.kind.rawValue) + self.otherFields
    }

    package var frame: Frame {
        Frame(.ping, self.payload)
    }

    /// The answer: the same message with another kind.
    package var pong: Ping {
        Ping(kind: .pong, copying: self)
    }

    private init(kind: Kind, copying other: Ping) {
        self.kind = kind
        self.sequence = other.sequence
        self.otherFields = other.otherFields
    }
}
