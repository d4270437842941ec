/// Why a payload is not a message of its type, or not one that this node takes.
package enum MessageError: Error, Equatable, Sendable {
    /// Not protobuf. A stock server disconnects. Source: skywelld reference §4.1.
    case malformed
    /// A required field is not there, or holds a value that the protocol does not know. A stock server disconnects.
    case missingField
    /// More fields than this node reads of one message.
    case tooManyFields
    /// A hash, key, signature or text of a length that the message cannot have. A stock server charges for it and drops
    /// the message. Source: skywelld reference §5.6 and §5.8.
    case wrongLength
}
