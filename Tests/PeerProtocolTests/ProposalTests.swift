import PeerProtocol
import Skywelld
import TestSupport
import Testing

@Suite("Proposal")
struct ProposalTests {
    private static let validator = NodeKey(seed: Seed(passphrase: "test-only validator validation seed"))

    private static func vector(_ name: String) throws -> [UInt8] {
        bytes(try VectorFile.text(name, of: "proposal"))
    }

    private static func position(previousLedger: Hash256?) throws -> ProposalPosition {
        ProposalPosition(
            sequence: 3,
            closeTime: 731_242_820,
            previousLedger: previousLedger,
            transactionSet: try #require(Hash256(try Self.vector("tx_set_hash")))
        )
    }

    private static func proposal() throws -> Proposal {
        Proposal(
            try Self.position(previousLedger: Hash256(try Self.vector("previous_ledger"))),
            publicKey: Self.validator.publicKey.bytes,
            signature: try Self.vector("signature")
        )
    }

    @Test("has the vector's digest, signature and name")
    func vector() throws {
        let proposal = try Self.proposal()
        #expect(try VectorFile.text("signer_node_public_base58", of: "proposal") == Self.validator.publicKey.base58)
        let digest = proposal.position.signingDigest()
        #expect(digest.bytes == (try Self.vector("signing_hash")))
        #expect(digest == Hash256(sha512HalfOf: try Self.vector("signing_preimage")))
        #expect(proposal.suppressionID.bytes == (try Self.vector("suppression_id")))
        #expect(Self.validator.sign(digest: digest.bytes) == proposal.signature)
        #expect(Self.validator.publicKey.isValidSignature(proposal.signature, digest: digest.bytes))
    }

    @Test("goes over the wire and back")
    func wire() throws {
        let proposal = try Self.proposal()
        #expect(try Message(Message.proposal(proposal).frame) == .proposal(proposal))
        let counted = Proposal(
            try Self.position(previousLedger: nil),
            publicKey: proposal.publicKey,
            signature: proposal.signature,
            hops: 1
        )
        #expect(try Message(Message.proposal(counted).frame) == .proposal(counted))
    }

    @Test("without a previous ledger, the receiver's own is meant in the signature, and zeros in the name")
    func noPreviousLedger() throws {
        let ledger = try #require(Hash256(try Self.vector("previous_ledger")))
        let without = try Self.position(previousLedger: nil)
        #expect(without.signingDigest(lastLedger: ledger).bytes == (try Self.vector("signing_hash")))
        #expect(without.signingDigest() != without.signingDigest(lastLedger: ledger))
        let named = { (position: ProposalPosition) in
            Proposal(position, publicKey: Self.validator.publicKey.bytes, signature: [1]).suppressionID
        }
        #expect(named(without) == named(try Self.position(previousLedger: .zero)))
        #expect(named(without) != named(try Self.position(previousLedger: ledger)))
    }

    @Test("each part of a proposal counts in its digest and in its name")
    func everythingCounts() throws {
        let ledger = try #require(Hash256(try Self.vector("previous_ledger")))
        let position = try Self.position(previousLedger: ledger)
        let others = [
            ProposalPosition(
                sequence: 4,
                closeTime: position.closeTime,
                previousLedger: ledger,
                transactionSet: position.transactionSet
            ),
            ProposalPosition(
                sequence: 3,
                closeTime: 1,
                previousLedger: ledger,
                transactionSet: position.transactionSet
            ),
            ProposalPosition(
                sequence: 3,
                closeTime: position.closeTime,
                previousLedger: .zero,
                transactionSet: position.transactionSet
            ),
            ProposalPosition(
                sequence: 3,
                closeTime: position.closeTime,
                previousLedger: ledger,
                transactionSet: .zero
            ),
        ]
        let digests = Set(([position] + others).map { $0.signingDigest() })
        #expect(digests.count == 5)
        let names = Set(
            ([position] + others).map { Proposal($0, publicKey: [2], signature: [3]).suppressionID } + [
                Proposal(position, publicKey: [4], signature: [3]).suppressionID,
                Proposal(position, publicKey: [2], signature: [4]).suppressionID,
            ]
        )
        #expect(names.count == 7)
    }
}
