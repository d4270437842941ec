/// A validator's signed statement that a ledger is the right one.
///
/// The fields that a validation must have are read; others are carried in the bytes, which are what is signed and sent on.
///
/// Source: skywelld reference §4.3 and §5.6.
package struct SignedValidation: Equatable, Sendable {
    /// Of a public key, in bytes.
    package static let publicKeyLength = 33
    /// Of a signature in DER, in bytes. Source: skywelld reference §1.6.
    package static let signatureLength = 8...72

    /// As it came, or goes.
    package let object: [UInt8]
    package let statement: ValidationStatement
    /// That of the validator, not of its node; unchecked.
    package let publicKey: [UInt8]
    /// In DER, unchecked.
    package let signature: [UInt8]
    /// What the signature must sign. A stock server knows a validation by this once it sends it on.
    package let signingDigest: Hash256

    /// Reads an object; the order of its fields does not matter, but each may be there once only.
    package init(object: [UInt8]) throws(MessageError) {
        guard object.count >= Validation.minimumLength else { throw .wrongLength }
        let fields = try Self.fields(of: object)
        guard let flags = fields[.flags]?.number, let signingTime = fields[.signingTime]?.number,
            let ledgerHash = fields[.ledgerHash].flatMap({ Hash256($0.value) }),
            let publicKey = fields[.signingPublicKey]?.value, let signature = fields[.signature]?.value
        else { throw .missingField }
        guard publicKey.count == Self.publicKeyLength, Self.signatureLength.contains(signature.count) else {
            throw .wrongLength
        }
        self.object = object
        self.statement = ValidationStatement(
            flags: flags,
            ledgerSequence: fields[.ledgerSequence]?.number,
            closeTime: fields[.closeTime]?.number,
            signingTime: signingTime,
            ledgerHash: ledgerHash
        )
        self.publicKey = Array(publicKey)
        self.signature = Array(signature)
        // The server signs what it would write, and it writes the fields in the order of their codes.
        let signed = fields.values.filter { $0.code != .signature }.sorted { $0.code < $1.code }
        self.signingDigest = Self.digest(of: signed.flatMap(\.bytes))
    }

    /// Whether the signature counts only with low S.
    ///
    /// Source: skywelld reference §1.6.
    package var requiresLowS: Bool {
        self.statement.flags & ValidationStatement.fullyCanonical != 0
    }

    /// By which a stock server knows a validation that it receives.
    package var receiveSuppressionID: Hash256 {
        Hash256(sha512HalfOf: self.object)
    }

    /// The message that carries it.
    package var message: Validation {
        Validation(object: self.object)
    }

    /// What is signed of an object without its signature.
    static func digest(of serialized: [UInt8]) -> Hash256 {
        Hash256(sha512HalfOf: Array("VAL\0".utf8) + serialized)
    }

    private static func fields(
        of object: [UInt8]
    ) throws(MessageError) -> [SerializedField.Code: SerializedField] {
        var fields: [SerializedField.Code: SerializedField] = [:]
        var rest = object[...]
        while !rest.isEmpty {
            guard let field = SerializedField(&rest), fields.updateValue(field, forKey: field.code) == nil else {
                throw .malformed
            }
        }
        return fields
    }
}
