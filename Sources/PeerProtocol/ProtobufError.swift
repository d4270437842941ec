/// Why a payload is not the message that its type promises.
package enum ProtobufError: Error, Equatable, Sendable {
    case malformed
    /// A required field is not there.
    case missingField
}
