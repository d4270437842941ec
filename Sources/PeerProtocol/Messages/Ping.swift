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

    /// The two fields alone, in the form in which every server writes them; `nil` if there is more, or another form.
    private init?(usual payload: [UInt8]) {
        guard (2...8).contains(payload.count), payload[0] == 0x08, payload[1] <= 1 else { return nil }
        let kind = payload[1] == 0 ? Kind.ping : .pong
        guard payload.count > 2 else {
            self.init(kind, nil)
            return
        }
        guard payload[2] == 0x10, payload.count > 3, payload[payload.count - 1] < 0x80 else { return nil }
        var sequence: UInt64 = 0
        for (index, byte) in payload[3...].enumerated() {
            guard byte >= 0x80 || index == payload.count - 4 else { return nil }
            sequence |= UInt64(byte & 0x7F) << UInt64(7 * index)
        }
        guard let sequence = UInt32(exactly: sequence) else { return nil }
        self.init(kind, sequence)
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
        if let usual = Self(usual: payload) { return usual }
        return try Self.readByProtobuf(payload, limits: limits)
    }

    var written: [UInt8] {
        guard self.complete == nil else { return self.writtenByProtobuf }
        var bytes: [UInt8] = [0x08, self.kind == .ping ? 0 : 1]
        guard var rest = self.sequence else { return bytes }
        bytes.append(0x10)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
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
