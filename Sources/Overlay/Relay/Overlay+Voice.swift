import PeerProtocol
import Skywelld

/// Votes of our own.
extension Overlay {
    /// Signs and sends a proposal and a validation, if it is time to.
    mutating func speak(now: Moment) {
        guard let voice = self.configuration.voice, let due = self.nextVote, due <= now.elapsed else { return }
        self.nextVote = now.elapsed + voice.interval
        let sequence = UInt32(truncatingIfNeeded: now.networkTime / UInt64(voice.interval.components.seconds))
        let time = UInt32(truncatingIfNeeded: now.networkTime)
        let ledger = Self.madeUpLedger(sequence)
        let key = voice.key.publicKey.bytes
        let position = ProposalPosition(
            sequence: 0,
            closeTime: time,
            previousLedger: Self.madeUpLedger(sequence &- 1),
            transactionSet: .zero
        )
        let proposal = Proposal(
            position,
            publicKey: key,
            signature: voice.key.sign(digest: position.signingDigest().bytes)
        )
        let validation = ValidationStatement(ledgerSequence: sequence, signingTime: time, ledgerHash: ledger)
            .signed(publicKey: key) { voice.key.sign(digest: $0) }
        self.votes.remember(validation, proposal, now: now.elapsed)
        self.broadcast(.proposal(proposal))
        self.broadcast(.validation(validation.message))
    }

    /// The same for all who speak of the same ledger.
    static func madeUpLedger(_ sequence: UInt32) -> Hash256 {
        Hash256(sha512HalfOf: Array("made-up ledger \(sequence)".utf8))
    }
}
