import Nftables
import Testing

@testable import PacketSpace

/// Rulesets as nft lists them, and verdicts written down by hand.
@Suite struct TrapTests {
    @Test("a ruleset that is easily misread is not", arguments: try Trap.all())
    func trap(trap: Trap) {
        let prover = Prover(trap.listing)
        #expect(!trap.cases.isEmpty)
        for example in trap.cases {
            let verdict = prover.verdict(of: example.packet, at: example.hook)
            let word =
                switch (verdict.mayAccept, verdict.mayDrop) {
                case (true, true): "maybe"
                case (true, false): "accept"
                case (false, true): "drop"
                case (false, false): "nothing"
                }
            #expect(word == example.verdict, "\(example.text)\n\(trap.listing.text)")
            let trace = prover.trace(example.packet, at: example.hook)
            // What cannot be followed to its end says nothing about the rest.
            guard trace.isComplete else { continue }
            let outcomes = Set(trace.paths.map(\.isAccepted))
            // Of an address that tracking remembers, the tracer knows nothing.
            guard !prover.ruleset.translations.isRegistered || outcomes.count < 2 else { continue }
            #expect(outcomes.contains(true) == verdict.mayAccept, "\(example.text): the tracer says otherwise")
            #expect(outcomes.contains(false) == verdict.mayDrop, "\(example.text): the tracer says otherwise")
        }
    }

    @Test("at least eighty traps are set")
    func count() throws {
        #expect(try Trap.all().count >= 80)
    }
}
