internal import PeerProtocol

/// What must hold when any bytes at all are read as a signed validation.
package enum ValidationCheck {
    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        guard let validation = try? SignedValidation(object: bytes) else { return }
        precondition(validation.object == bytes, "a validation is not sent on as it came")
        // Written by ourselves, the same statement is read as itself.
        let own = validation.statement.signed(publicKey: validation.publicKey) { _ in validation.signature }
        precondition(own.statement == validation.statement, "a statement changes when it is written")
        precondition(own.signature == validation.signature && own.publicKey == validation.publicKey, "a key is lost")
        if own.object.count == bytes.count, own.object == bytes {
            precondition(own.signingDigest == validation.signingDigest, "two digests of the same bytes")
        }
    }
}
