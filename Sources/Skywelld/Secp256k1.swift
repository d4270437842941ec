private import CSecp256k1

/// The one libsecp256k1 context, and what this package does with it.
enum Secp256k1 {
    // SAFETY: the library only reads a context after its creation, so all threads may share it.
    private nonisolated(unsafe) static let context: OpaquePointer = {
        guard let context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
            preconditionFailure("libsecp256k1 could not allocate its context")
        }
        return context
    }()

    /// Whether 32 bytes are a number from 1 to the group order less 1.
    static func isPrivateKey(_ bytes: [UInt8]) -> Bool {
        bytes.count == 32 && secp256k1_ec_seckey_verify(Self.context, bytes) == 1
    }

    /// The 33-byte compressed point of a private key.
    static func publicKey(of privateKey: [UInt8]) -> [UInt8] {
        var point = secp256k1_pubkey()
        let made = secp256k1_ec_pubkey_create(Self.context, &point, privateKey)
        precondition(made == 1, "a private key out of range reached the curve")
        var bytes = [UInt8](repeating: 0, count: 33)
        var length = bytes.count
        secp256k1_ec_pubkey_serialize(Self.context, &bytes, &length, &point, UInt32(SECP256K1_EC_COMPRESSED))
        return bytes
    }

    /// Whether bytes are a compressed point of the curve.
    static func isPublicKey(_ bytes: [UInt8]) -> Bool {
        var point = secp256k1_pubkey()
        return bytes.count == 33 && secp256k1_ec_pubkey_parse(Self.context, &point, bytes, bytes.count) == 1
    }

    /// Signs 32 bytes as they are: nonce by RFC 6979, low S, DER.
    static func sign(_ digest: [UInt8], with privateKey: [UInt8]) -> [UInt8] {
        precondition(digest.count == 32, "a digest has 32 bytes, not \(digest.count)")
        var signature = secp256k1_ecdsa_signature()
        let signed = secp256k1_ecdsa_sign(Self.context, &signature, digest, privateKey, nil, nil)
        precondition(signed == 1, "a private key out of range reached the signer")
        var der = [UInt8](repeating: 0, count: DERSignature.maximumLength)
        var length = der.count
        let written = secp256k1_ecdsa_signature_serialize_der(Self.context, &der, &length, &signature)
        precondition(written == 1, "a signature is longer than \(der.count) bytes")
        return Array(der.prefix(length))
    }

    /// Verifies a DER signature, of either S unless told otherwise, over 32 bytes.
    static func verify(_ der: [UInt8], digest: [UInt8], publicKey: [UInt8], requiresLowS: Bool) -> Bool {
        var point = secp256k1_pubkey()
        var signature = secp256k1_ecdsa_signature()
        guard digest.count == 32,
            secp256k1_ec_pubkey_parse(Self.context, &point, publicKey, publicKey.count) == 1,
            secp256k1_ecdsa_signature_parse_der(Self.context, &signature, der, der.count) == 1
        else { return false }
        // The library verifies low S only; a peer may send either.
        var normalised = secp256k1_ecdsa_signature()
        let wasHigh = secp256k1_ecdsa_signature_normalize(Self.context, &normalised, &signature) == 1
        guard !(wasHigh && requiresLowS) else { return false }
        return secp256k1_ecdsa_verify(Self.context, &normalised, digest, &point) == 1
    }
}
