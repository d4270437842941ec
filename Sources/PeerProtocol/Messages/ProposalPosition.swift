/// What a proposal says, without who says it.
///
/// Source: skywelld reference §4.3.
package struct ProposalPosition: Hashable, Sendable {
    /// Counts a validator's proposals in a round.
    package let sequence: UInt32
    /// Seconds since 2000.
    package let closeTime: UInt32
    package let previousLedger: Hash256?
    /// The hash of the proposed set.
    package let transactionSet: Hash256

    package init(sequence: UInt32, closeTime: UInt32, previousLedger: Hash256?, transactionSet: Hash256) {
        self.sequence = sequence
        self.closeTime = closeTime
        self.previousLedger = previousLedger
        self.transactionSet = transactionSet
    }

    /// What a validator signs: 32 bytes.
    ///
    /// - Parameter lastLedger: The receiver's own last closed ledger, which a proposal without one is meant to follow.
    package func signingDigest(lastLedger: Hash256 = .zero) -> Hash256 {
        Hash256(
            sha512HalfOf: Array("PRP\0".utf8) + BigEndian.bytes(self.sequence) + BigEndian.bytes(self.closeTime)
                + (self.previousLedger ?? lastLedger).bytes + self.transactionSet.bytes
        )
    }
}
