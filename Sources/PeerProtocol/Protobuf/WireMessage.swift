internal import FoundationEssentials
internal import SwiftProtobuf

/// A message whose payload is protobuf: what we make of it, and back.
///
/// The generated types know the wire and nothing else; what a message may mean is said by the types that conform.
protocol WireMessage: Equatable, Sendable {
    associatedtype Wire: SwiftProtobuf.Message

    static var type: MessageType { get }

    /// Checks what protobuf does not: lengths, ranges, counts.
    init(_ wire: Wire, limits: FrameLimits) throws(MessageError)

    var wire: Wire { get }

    /// Reads a payload; never traps, whatever the bytes.
    static func read(_ payload: [UInt8], limits: FrameLimits) throws(MessageError) -> Self

    /// The payload on the wire.
    var written: [UInt8] { get }
}

extension WireMessage {
    static func read(_ payload: [UInt8], limits: FrameLimits) throws(MessageError) -> Self {
        try Self.readByProtobuf(payload, limits: limits)
    }

    var written: [UInt8] {
        self.writtenByProtobuf
    }

    static func readByProtobuf(_ payload: [UInt8], limits: FrameLimits) throws(MessageError) -> Self {
        try ProtobufField.requireCount(of: payload, atMost: limits.maximumFieldCount(of: Self.type))
        let wire: Wire
        do {
            wire = try Wire(serializedBytes: payload)
        } catch BinaryDecodingError.missingRequiredFields {
            throw .missingField
        } catch {
            throw .malformed
        }
        return try Self(wire, limits: limits)
    }

    var writtenByProtobuf: [UInt8] {
        do {
            return try self.wire.serializedBytes()
        } catch {
            // Required fields are set by `wire`, and no message comes near the 2 GiB that protobuf can write.
            preconditionFailure("\(Self.type) cannot be written: \(error)")
        }
    }
}

extension Data {
    /// The bytes of a field, if they are not more than a limit.
    func bytes(atMost limit: Int) throws(MessageError) -> [UInt8] {
        guard self.count <= limit else { throw .wrongLength }
        return Array(self)
    }

    /// The hash that a field must be.
    func hash() throws(MessageError) -> Hash256 {
        guard let hash = Hash256(self) else { throw .wrongLength }
        return hash
    }
}
