/// The private key by which a node proves who it is. Never shown by printing it.
///
/// Source: skywelld reference §1.3.
package struct NodeKey: Sendable {
    package let publicKey: NodePublicKey

    private let privateKey: [UInt8]

    /// Derives the key of a seed: the first hash of seed and counter that is a valid private key.
    package init(seed: Seed) {
        var counter: UInt32 = 0
        var candidate: [UInt8]
        repeat {
            let suffix = (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * $0)) }
            candidate = Digest.sha512Half(seed.bytes + suffix)
            counter += 1
        } while !Secp256k1.isPrivateKey(candidate)
        self.privateKey = candidate
        self.publicKey = NodePublicKey(privateKey: candidate)
    }

    /// Signs a digest as it is.
    ///
    /// - Parameter digest: 32 bytes.
    /// - Returns: DER with low S, the same for the same digest (RFC 6979).
    package func sign(digest: [UInt8]) -> [UInt8] {
        Secp256k1.sign(digest, with: self.privateKey)
    }
}

extension NodeKey: Redacted {}
