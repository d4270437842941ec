internal import FoundationEssentials

/// A validator's position in a round of consensus, signed.
///
/// Source: skywelld reference §4.3 and §5.6.
package struct Proposal: Equatable, Sendable {
    /// Of a public key, in bytes. A stock server takes 28 to 128, and then overruns what it holds keys in.
    package static let publicKeyLength = 33
    /// Of a signature, in bytes: what a stock server takes, as far as DER can be so long.
    package static let signatureLength = 56...72
    /// The sequence number of a validator that leaves the round.
    package static let leaving = UInt32.max

    /// What is signed.
    package let position: ProposalPosition
    /// That of the validator, not of its node; unchecked.
    package let publicKey: [UInt8]
    /// In DER, unchecked.
    package let signature: [UInt8]
    /// Only where servers count them.
    package let hops: UInt32?

    package init(_ position: ProposalPosition, publicKey: [UInt8], signature: [UInt8], hops: UInt32? = nil) {
        self.position = position
        self.publicKey = publicKey
        self.signature = signature
        self.hops = hops
    }

    /// By which servers see that they have had this one already.
    package var suppressionID: Hash256 {
        Hash256(
            sha512HalfOf: self.position.transactionSet.bytes + (self.position.previousLedger ?? .zero).bytes
                + BigEndian.bytes(self.position.sequence) + BigEndian.bytes(self.position.closeTime)
                + VariableLength.prefixed(self.publicKey) + VariableLength.prefixed(self.signature)
        )
    }
}

extension Proposal: WireMessage {
    static var type: MessageType { .proposeLedger }

    init(_ wire: WireProposal, limits: FrameLimits) throws(MessageError) {
        guard wire.publicKey.count == Self.publicKeyLength, Self.signatureLength.contains(wire.signature.count) else {
            throw .wrongLength
        }
        self.init(
            ProposalPosition(
                sequence: wire.sequence,
                closeTime: wire.closeTime,
                previousLedger: wire.hasPreviousLedger ? try wire.previousLedger.hash() : nil,
                transactionSet: try wire.transactionSet.hash()
            ),
            publicKey: Array(wire.publicKey),
            signature: Array(wire.signature),
            hops: wire.hasHops ? wire.hops : nil
        )
    }

    var wire: WireProposal {
        var wire = WireProposal()
        wire.sequence = self.position.sequence
        wire.transactionSet = self.position.transactionSet.data
        wire.publicKey = Data(self.publicKey)
        wire.closeTime = self.position.closeTime
        wire.signature = Data(self.signature)
        if let previousLedger = self.position.previousLedger { wire.previousLedger = previousLedger.data }
        if let hops { wire.hops = hops }
        return wire
    }
}
