import Nftables
import PacketSpace

/// The kernel's verdicts beside the prover's.
struct Comparison {
    /// A packet of which the two say different things.
    struct Difference {
        let ruleset: RulesetText
        let observation: Kernel.Observation
        let judgement: Judgement
    }

    /// What was compared so far.
    struct Tally {
        var rulesets = 0
        /// Rulesets that nft does not take.
        var refused = 0
        /// Packets with both verdicts.
        var pairs = 0
        var accepted = 0
        /// Pairs about which the prover cannot say which it is.
        var undecided = 0
        /// Packets that never reached the rules.
        var lost = 0
        var states: [ConnectionState: Int] = [:]
        /// The first complaints of nft, each once.
        var complaints: [String] = []
    }

    let kernel: Kernel
    /// Whether the prover is given a wrong listing, to see that differences are seen.
    private let isMisread: Bool
    private(set) var tally = Tally()

    init(_ kernel: Kernel, isMisread: Bool = false) {
        self.kernel = kernel
        self.isMisread = isMisread
    }

    /// Asks both about one ruleset.
    ///
    /// - Returns: The first difference, with the smallest ruleset that still shows one.
    mutating func compare(_ ruleset: RulesetText, _ plan: ProbePlan) throws -> Difference? {
        let run: Kernel.Run
        let prover: Prover
        do {
            (prover, run) = try self.run(ruleset, plan)
        } catch let error as NftablesError {
            self.tally.refused += 1
            if self.tally.complaints.count < 20 { self.tally.complaints.append(String(error.message.prefix(200))) }
            return nil
        }
        self.tally.rulesets += 1
        self.tally.lost += run.lost
        for observation in run.observations {
            let judgement = prover.verdict(of: observation.packet, at: self.kernel.hook)
            self.tally.pairs += 1
            self.tally.accepted += observation.isAccepted ? 1 : 0
            self.tally.undecided += judgement.mayAccept && judgement.mayDrop ? 1 : 0
            self.tally.states[observation.packet.state, default: 0] += 1
            if !(observation.isAccepted ? judgement.mayAccept : judgement.mayDrop) {
                let found = Difference(ruleset: ruleset, observation: observation, judgement: judgement)
                return self.shrunk(found, plan)
            }
        }
        return nil
    }

    /// Leaves out parts of the ruleset for as long as any packet of the plan shows a difference.
    private func shrunk(_ difference: Difference, _ plan: ProbePlan) -> Difference {
        var smallest = difference
        // Each round leaves out a part or is the last.
        for _ in 0..<200 {
            var next: Difference?
            for smaller in smallest.ruleset.smaller where next == nil { next = self.difference(smaller, plan) }
            guard let next else { break }
            smallest = next
        }
        return smallest
    }

    private func difference(_ ruleset: RulesetText, _ plan: ProbePlan) -> Difference? {
        guard let (prover, run) = try? self.run(ruleset, plan) else { return nil }
        for observation in run.observations {
            let judgement = prover.verdict(of: observation.packet, at: self.kernel.hook)
            if !(observation.isAccepted ? judgement.mayAccept : judgement.mayDrop) {
                return Difference(ruleset: ruleset, observation: observation, judgement: judgement)
            }
        }
        return nil
    }

    /// Half of the packets are planned around the constants of the text, the other half are led through the diagram.
    private func run(_ ruleset: RulesetText, _ plan: ProbePlan) throws -> (Prover, Kernel.Run) {
        let listing = try self.kernel.load(ruleset.text, primers: plan.primers, isMisread: self.isMisread)
        let prover = Prover(listing)
        let walk = DiagramWalk(prover, at: self.kernel.hook)
        var dice = Dice(seed: UInt64(plan.probes.count))
        let probes = plan.probes.enumerated().map { index, probe in
            guard index % 2 == 1, probe.subject == nil, !probe.isOfFlow else { return probe }
            var probe = probe
            probe.packet.state = probe.isUntracked ? .untracked : .new
            probe.packet.codePoint = probe.codePoint
            probe.packet.outputInterface = self.kernel.interfaceOut
            probe.packet = walk.led(probe.packet, &dice)
            return probe
        }
        return (prover, try self.kernel.send(probes))
    }
}
