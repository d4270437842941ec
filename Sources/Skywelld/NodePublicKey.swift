private import COpenSSL

/// The name of a node in the overlay: a point of secp256k1, 33 bytes compressed. Ordered by its bytes.
///
/// A validator's public key has the same form.
///
/// Source: skywelld reference §1.1.
package struct NodePublicKey: Hashable, Sendable {
    /// In bytes.
    package static let length = 33

    package let bytes: [UInt8]

    /// `nil` unless the bytes are a compressed point of the curve.
    package init?(bytes: [UInt8]) {
        guard Secp256k1.isPublicKey(bytes) else { return nil }
        self.bytes = bytes
    }

    /// Reads the form `n…` of handshakes and configuration files; `nil` if the text is anything else.
    package init?(base58 text: some StringProtocol) {
        guard let payload = Base58.decode(text, as: .nodePublicKey) else { return nil }
        self.init(bytes: payload)
    }

    /// Reads the same form from somebody who has to prove that the key is theirs; `nil` if either is wrong.
    ///
    /// - Parameters:
    ///   - text: `n…`.
    ///   - signature: In DER, of the digest as it is.
    ///   - digest: 32 bytes.
    package init?(base58 text: some StringProtocol, provenBy signature: [UInt8], of digest: [UInt8]) {
        guard let payload = Base58.decode(text, as: .nodePublicKey), DERSignature.hasStrictShape(signature),
            Secp256k1.verify(signature, digest: digest, publicKey: payload, requiresLowS: false)
        else { return nil }
        self.bytes = payload
    }

    /// Reads the form that `/crawl` shows: 44 characters of base64; `nil` if the text is anything else.
    package init?(base64 text: some StringProtocol) {
        let characters = Array(text.utf8)
        guard characters.count == Self.length / 3 * 4 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Self.length)
        guard EVP_DecodeBlock(&bytes, characters, Int32(characters.count)) == Self.length else { return nil }
        self.init(bytes: bytes)
        // The decoder is lenient about what it reads, so what it understood must be what was written.
        guard self.base64 == String(text) else { return nil }
    }

    /// The key of a private key that is known to be in range.
    init(privateKey: [UInt8]) {
        self.bytes = Secp256k1.publicKey(of: privateKey)
    }

    /// The form `n…`.
    package var base58: String {
        Base58.encode(self.bytes, as: .nodePublicKey)
    }

    /// Standard base64; 33 bytes need no padding.
    package var base64: String {
        var characters = [UInt8](repeating: 0, count: Self.length / 3 * 4 + 1)  // the encoder ends with a zero byte
        let count = EVP_EncodeBlock(&characters, self.bytes, Int32(self.bytes.count))
        return String(decoding: characters.prefix(Int(count)), as: UTF8.self)
    }

    /// Whether a signature over 32 bytes was made with this node's private key.
    ///
    /// Source: skywelld reference §1.6.
    ///
    /// - Parameters:
    ///   - der: The signature; its shape must be strict DER.
    ///   - digest: 32 bytes, signed as they are.
    ///   - requiresLowS: Whether the higher of the two values of S that fit is refused.
    package func isValidSignature(_ der: [UInt8], digest: [UInt8], requiresLowS: Bool = false) -> Bool {
        DERSignature.hasStrictShape(der)
            && Secp256k1.verify(der, digest: digest, publicKey: self.bytes, requiresLowS: requiresLowS)
    }
}

extension NodePublicKey: Comparable {
    package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.bytes.lexicographicallyPrecedes(rhs.bytes)
    }
}

extension NodePublicKey: CustomStringConvertible {
    package var description: String {
        self.base58
    }
}
