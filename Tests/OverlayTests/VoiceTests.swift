import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@Suite("Voice")
struct VoiceTests {
    private static func votes(_ actions: [Action], on id: ConnectionID) throws -> [Message] {
        try actions.compactMap { action -> Message? in
            guard case .send(id, let bytes) = action else { return nil }
            var decoder = FrameDecoder(wanted: Set(MessageType.allCases))
            var rest = bytes[...]
            guard case .frame(let frame)? = try decoder.read(&rest),
                [.proposeLedger, .validation].contains(frame.type)
            else { return nil }
            return try Message(frame)
        }
    }

    @Test("signs a proposal and a validation at each interval, which verify and are not taken back in")
    func speaks() throws {
        var bench = Bench(fixedPeers: [Bench.fixed]) {
            $0.voice = Voice(key: Votes.validator, interval: .seconds(4))
            $0.relayRule = .everyone
        }
        let id = bench.dialAndLink()
        let other = bench.link(Bench.stranger)
        var sequences: [UInt32?] = []
        for _ in 0..<5 {
            let actions = bench.advance(by: .seconds(4))
            bench.networkTime += 4
            let messages = try Self.votes(actions, on: id)
            #expect(try messages.count == 2 && messages == Self.votes(actions, on: other))
            for message in messages {
                switch message {
                case .proposal(let proposal):
                    let digest = proposal.position.signingDigest().bytes
                    #expect(Votes.validator.publicKey.isValidSignature(proposal.signature, digest: digest))
                    #expect(proposal.publicKey == Votes.validator.publicKey.bytes)
                case .validation(let message):
                    let validation = try SignedValidation(object: message.object)
                    sequences.append(validation.statement.ledgerSequence)
                    #expect(
                        Votes.validator.publicKey.isValidSignature(
                            validation.signature,
                            digest: validation.signingDigest.bytes,
                            requiresLowS: true
                        )
                    )
                default:
                    continue
                }
                #expect(bench.feed(message.received(on: other)) == [])
            }
            for link in [id, other] { _ = bench.feed(.queueDrained(link)) }
        }
        let first = UInt32(731_242_816 / 4)
        #expect(sequences == (0..<5).map { first + $0 })
    }
}
