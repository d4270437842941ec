package import PeerProtocol
package import Skywelld

/// Makes and checks signatures, and reads what is signed: what a machine computes most with.
///
/// A world of many machines in one process, where all see the same votes, can remember what came of it: the result depends
/// on nothing but what goes in.
package struct Signatures: Sendable {
    /// Whether a signature in DER of a digest of 32 bytes is by a key; the last argument refuses the higher of two values of S.
    package let isValid: @Sendable (NodePublicKey, _ signature: [UInt8], _ digest: [UInt8], Bool) -> Bool
    /// Reads the text form `n…` of a key; `nil` if it is none, or did not sign the digest.
    package let proven: @Sendable (String, _ signature: [UInt8], _ digest: [UInt8]) -> NodePublicKey?
    /// Reads a frame that is a vote: its type, all of its bytes, and how much is read; `nil` if it is malformed.
    package let read: @Sendable (MessageType, [UInt8], FrameLimits) -> VoteContent?
    /// Signs a digest of 32 bytes.
    package let sign: @Sendable (NodeKey, _ digest: [UInt8]) -> [UInt8]

    /// Computes each anew.
    package static let direct = Signatures(
        isValid: { $0.isValidSignature($1, digest: $2, requiresLowS: $3) },
        proven: { NodePublicKey(base58: $0, provenBy: $1, of: $2) },
        read: { VoteContent($0, $1, limits: $2) },
        sign: { $0.sign(digest: $1) }
    )

    package init(
        isValid: @escaping @Sendable (NodePublicKey, [UInt8], [UInt8], Bool) -> Bool,
        proven: @escaping @Sendable (String, [UInt8], [UInt8]) -> NodePublicKey?,
        read: @escaping @Sendable (MessageType, [UInt8], FrameLimits) -> VoteContent?,
        sign: @escaping @Sendable (NodeKey, [UInt8]) -> [UInt8]
    ) {
        self.isValid = isValid
        self.proven = proven
        self.read = read
        self.sign = sign
    }
}
