internal import FoundationEssentials
internal import SwiftProtobuf

/// The message that shows that a peer is still there, and the answer to it.
///
/// Source: skywelld reference §4.3 and §5.1.
package struct Ping: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case ping
        case pong
    }

    package let kind: Kind
    package let sequence: UInt32?

    /// Every field, known or not, as it came, if there is more than kind and sequence: a pong gives all of them back.
    private let complete: WirePing?

    package init(_ kind: Kind, sequence: UInt32) {
        self.init(kind, sequence)
    }

    private init(_ kind: Kind, _ sequence: UInt32?, complete: WirePing? = nil) {
        self.kind = kind
        self.sequence = sequence
        self.complete = complete
    }

    /// Reads a payload. Unknown fields are carried along; a missing or unknown kind is an error.
    package init(payload: [UInt8], limits: FrameLimits = FrameLimits()) throws(MessageError) {
        self = try Self.read(payload, limits: limits)
    }

    package var payload: [UInt8] {
        self.written
    }

    package var frame: Frame {
        Frame(.ping, self.payload)
    }

    /// The answer: the same message with another kind.
    package var pong: Ping {
        var complete = self.complete
        complete?.kind = .pong
        return Ping(.pong, self.sequence, complete: complete)
    }

    /// The frame of the answer to a ping that is in the usual form: the same with another kind.
    package static func pong(to frame: [UInt8]) -> [UInt8] {
        var bytes = frame
        bytes[Frame.headerLength + 1] = 1
        return bytes
    }

    /// The two fields alone, in the form in which every server writes them; `nil` if there is more, or another form.
    static func beat(_ payload: ArraySlice<UInt8>) -> UsualForms.Beat? {
        payload.withUnsafeBufferPointer { bytes in
            guard (2...8).contains(bytes.count), bytes[0] == 0x08, bytes[1] <= 1 else { return nil }
            let kind = bytes[1] == 0 ? Kind.ping : .pong
            guard bytes.count > 2 else { return UsualForms.Beat(kind: kind, sequence: nil) }
            // A last byte of zeros says nothing: the answer would be longer than it need be.
            guard bytes[2] == 0x10, bytes.count > 3, bytes[bytes.count - 1] < 0x80,
                bytes.count == 4 || bytes[bytes.count - 1] > 0
            else { return nil }
            var sequence: UInt64 = 0
            for index in 3..<bytes.count {
                guard bytes[index] >= 0x80 || index == bytes.count - 1 else { return nil }
                sequence |= UInt64(bytes[index] & 0x7F) << UInt64(7 * (index - 3))
            }
            return UInt32(exactly: sequence).map { UsualForms.Beat(kind: kind, sequence: $0) }
        }
    }
}

extension Ping: WireMessage {
    static var type: MessageType { .ping }

    init(_ wire: WirePing, limits: FrameLimits) throws(MessageError) {
        let kind = wire.kind == .ping ? Kind.ping : .pong
        let sequence = wire.hasSequence ? wire.sequence : nil
        self.init(kind, sequence, complete: wire == Self(kind, sequence).wire ? nil : wire)
    }

    static func read(_ payload: [UInt8], limits: FrameLimits) throws(MessageError) -> Self {
        if let usual = Self.beat(payload[...]) { return Self(usual.kind, usual.sequence) }
        return try Self.readByProtobuf(payload, limits: limits)
    }

    var written: [UInt8] {
        guard self.complete == nil else { return self.writtenByProtobuf }
        var bytes: [UInt8] = [0x08, self.kind == .ping ? 0 : 1]
        guard let sequence = self.sequence else { return bytes }
        bytes.append(0x10)
        Varint.append(sequence, to: &bytes)
        return bytes
    }

    var wire: WirePing {
        if let complete { return complete }
        var wire = WirePing()
        wire.kind = self.kind == .ping ? .ping : .pong
        if let sequence { wire.sequence = sequence }
        return wire
    }
}
