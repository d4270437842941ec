import Overlay
import PeerProtocol
import Skywelld

/// Votes of validators, at the time of a `Bench`.
enum Votes {
    static let validator = NodeKey(seed: Seed(passphrase: "test-only validator validation seed"))

    static func validation(
        _ key: NodeKey = Votes.validator,
        sequence: UInt32 = 1,
        age: Int64 = 0
    ) -> SignedValidation {
        let statement = ValidationStatement(
            ledgerSequence: sequence,
            signingTime: UInt32(731_242_816 - age),
            ledgerHash: Hash256(sha512HalfOf: [1, 2, 3])
        )
        return statement.signed(publicKey: key.publicKey.bytes) { key.sign(digest: $0) }
    }

    static func proposal(
        _ key: NodeKey = Votes.validator,
        sequence: UInt32 = 0,
        age: Int64 = 0,
        previousLedger: Hash256? = .zero
    ) -> Proposal {
        let position = ProposalPosition(
            sequence: sequence,
            closeTime: UInt32(731_242_816 - age),
            previousLedger: previousLedger,
            transactionSet: .zero
        )
        return Proposal(
            position,
            publicKey: key.publicKey.bytes,
            signature: key.sign(digest: position.signingDigest().bytes)
        )
    }
}

extension Message {
    static func validation(_ validation: SignedValidation) -> Message {
        .validation(validation.message)
    }

    /// What a machine gets when a peer sends this.
    func received(on id: ConnectionID) -> Event {
        .bytesReceived(id, self.frame.bytes)
    }

    /// What a machine does to send this.
    func sent(on id: ConnectionID) -> Action {
        .send(id, self.frame.bytes)
    }
}
