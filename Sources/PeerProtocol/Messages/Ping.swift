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

    /// Every field, known or not, as it came: a pong gives all of them back.
    let wire: WirePing

    package init(_ kind: Kind, sequence: UInt32) {
        var wire = WirePing()
        wire.kind = kind == .ping ? .ping : .pong
        wire.sequence = sequence
        self.init(wire)
    }

    /// Reads a payload. Unknown fields are carried along; a missing or unknown kind is an error.
    package init(payload: [UInt8], limits: FrameLimits = FrameLimits()) throws(MessageError) {
        self = try Self.read(payload, limits: limits)
    }

    private init(_ wire: WirePing) {
        self.kind = wire.kind == .ping ? .ping : .pong
        self.sequence = wire.hasSequence ? wire.sequence : nil
        self.wire = wire
    }

    package var payload: [UInt8] {
        self.written
    }

    package var frame: Frame {
        Frame(.ping, self.payload)
    }

    /// The answer: the same message with another kind.
    package var pong: Ping {
        var wire = self.wire
        wire.kind = .pong
        return Ping(wire)
    }
}

extension Ping: WireMessage {
    static var type: MessageType { .ping }

    init(_ wire: WirePing, limits: FrameLimits) throws(MessageError) {
        self.init(wire)
    }
}
