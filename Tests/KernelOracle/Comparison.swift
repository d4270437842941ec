import Nftables
import PacketSpace
import TestSupport

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
    /// Whether the prover is given wrong routes, for the same purpose.
    private let isMisrouted: Bool
    /// Whether the prover is told that listings leave out nothing, for the same purpose.
    private let isCredulous: Bool
    private(set) var tally = Tally()

    init(_ kernel: Kernel, isMisread: Bool = false, isMisrouted: Bool = false, isCredulous: Bool = false) {
        self.kernel = kernel
        self.isMisread = isMisread
        self.isMisrouted = isMisrouted
        self.isCredulous = isCredulous
    }

    /// Asks both about one ruleset.
    ///
    /// - Returns: The first difference, with the smallest ruleset that still shows one.
    mutating func compare(_ ruleset: RulesetText, _ plan: ProbePlan) throws -> Difference? {
        let run: Kernel.Run
        let provers: [Prover]
        do {
            (provers, run) = try self.run(ruleset, plan)
        } catch let error as NftablesError {
            self.tally.refused += 1
            if self.tally.complaints.count < 20 { self.tally.complaints.append(String(error.message.prefix(200))) }
            return nil
        }
        self.tally.rulesets += 1
        self.tally.lost += run.lost
        var first: Difference?
        for (number, observation) in run.observations.enumerated() {
            self.tally.pairs += 1
            self.tally.accepted += observation.isAccepted ? 1 : 0
            self.tally.states[observation.packet.state, default: 0] += 1
            let outcome = self.outcome(of: observation, provers[0])
            self.tally.undecided += outcome == Outcome.accept | Outcome.drop ? 1 : 0
            guard first == nil else { continue }
            first =
                provers.first { self.differs(observation, $0, asksTracer: number % 8 == 0) }
                .map { self.difference(ruleset, observation, $0) }
        }
        return first.map { self.shrunk($0, plan) }
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
        guard let (provers, run) = try? self.run(ruleset, plan) else { return nil }
        for observation in run.observations {
            if let prover = provers.first(where: { self.differs(observation, $0, asksTracer: true) }) {
                return self.difference(ruleset, observation, prover)
            }
        }
        return nil
    }

    private func outcome(of observation: Kernel.Observation, _ prover: Prover) -> Int {
        prover.store.outcome(of: prover.function(at: self.kernel.hook), for: observation.packet.values)
    }

    private func difference(_ ruleset: RulesetText, _ observation: Kernel.Observation, _ prover: Prover) -> Difference {
        Difference(
            ruleset: ruleset,
            observation: observation,
            judgement: prover.verdict(of: observation.packet, at: self.kernel.hook)
        )
    }

    /// Whether the diagram, or the tracer, says that what the kernel did cannot be.
    private func differs(
        _ observation: Kernel.Observation,
        _ prover: Prover,
        asksTracer: Bool
    ) -> Bool {
        let wanted = observation.isAccepted ? Outcome.accept : Outcome.drop
        if self.outcome(of: observation, prover) & wanted == 0 { return true }
        guard asksTracer else { return false }
        let (paths, isComplete) = prover.trace(observation.packet, at: self.kernel.hook)
        return isComplete && !paths.contains { $0.isAccepted == observation.isAccepted }
    }

    /// Half of the packets are planned around the constants of the text, the other half are led through the diagram.
    private func run(_ ruleset: RulesetText, _ plan: ProbePlan) throws -> ([Prover], Kernel.Run) {
        let loaded = try self.kernel.load(ruleset.text, primers: plan.primers, isMisread: self.isMisread)
        let listing = self.isCredulous ? Self.believed(loaded.listing) : loaded.listing
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
        var provers = [prover]
        // Whoever knows the routes must come to the same as whoever is told what they say.
        if let routes = self.kernel.routes(areWrong: self.isMisrouted), ruleset.text.contains("fib ") {
            provers.append(Prover(listing, routes: routes))
        }
        // Whoever knows only the listing says less, and nothing else.
        if let unsaid = loaded.unsaid { provers.append(Prover(unsaid)) }
        return (provers, try self.kernel.send(probes))
    }

    /// The listing, taken for all that there is.
    private static func believed(_ listing: RulesetListing) -> RulesetListing {
        var believed = listing
        for table in listing.tables.indices {
            for chain in listing.tables[table].chains.indices {
                believed.tables[table].chains[chain].rules = listing.tables[table].chains[chain].rules.map { rule in
                    ListedRule(handle: rule.handle, comment: rule.comment, rule.statements)
                }
            }
        }
        return believed
    }
}
