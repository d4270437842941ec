/// What a validator says about a ledger, before it signs.
///
/// Source: skywelld reference §4.3.
package struct ValidationStatement: Hashable, Sendable {
    /// The flag that promises a signature with low S. Source: skywelld reference §4.3.
    package static let fullyCanonical: UInt32 = 0x8000_0000

    package let flags: UInt32
    package let ledgerSequence: UInt32?
    /// Seconds since 2000.
    package let closeTime: UInt32?
    /// Seconds since 2000.
    package let signingTime: UInt32
    package let ledgerHash: Hash256

    package init(
        flags: UInt32 = Self.fullyCanonical,
        ledgerSequence: UInt32?,
        closeTime: UInt32? = nil,
        signingTime: UInt32,
        ledgerHash: Hash256
    ) {
        self.flags = flags
        self.ledgerSequence = ledgerSequence
        self.closeTime = closeTime
        self.signingTime = signingTime
        self.ledgerHash = ledgerHash
    }

    /// Makes the signed object.
    ///
    /// - Parameters:
    ///   - publicKey: The validator's, 33 bytes.
    ///   - sign: Signs 32 bytes as they are; DER with low S.
    package func signed(publicKey: [UInt8], by sign: ([UInt8]) -> [UInt8]) -> SignedValidation {
        let head = self.serialized(publicKey: publicKey)
        let signature = sign(SignedValidation.digest(of: head).bytes)
        let object = head + SerializedField.bytes(.signature, variable: signature)
        guard let validation = try? SignedValidation(object: object) else {
            preconditionFailure(
                "a key of \(publicKey.count) and a signature of \(signature.count) bytes make no validation"
            )
        }
        return validation
    }

    /// Everything but the signature, in the order of the field codes.
    private func serialized(publicKey: [UInt8]) -> [UInt8] {
        var bytes = SerializedField.bytes(.flags, self.flags)
        if let ledgerSequence { bytes += SerializedField.bytes(.ledgerSequence, ledgerSequence) }
        if let closeTime { bytes += SerializedField.bytes(.closeTime, closeTime) }
        bytes += SerializedField.bytes(.signingTime, self.signingTime)
        bytes += SerializedField.bytes(.ledgerHash, self.ledgerHash)
        return bytes + SerializedField.bytes(.signingPublicKey, variable: publicKey)
    }
}
