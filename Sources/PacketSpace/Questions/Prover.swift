package import Nftables

/// Answers questions about a ruleset, over all packets.
///
/// Not for use from several threads at a time.
package final class Prover {
    package let store: DiagramStore
    let ruleset: JudgedRuleset
    private var evaluation: HookEvaluation
    private var functions: [Hook: Diagram] = [:]

    /// - Parameter store: Where the diagrams are made; provers that share one can be compared.
    package init(_ listing: RulesetListing, store: DiagramStore = DiagramStore()) {
        self.store = store
        self.ruleset = JudgedRuleset(listing, store)
        self.evaluation = HookEvaluation(self.ruleset, store)
    }

    /// Every rule that can do either of two things, for all that can be known.
    package var uncertainties: [Uncertainty] { self.ruleset.uncertainties }

    /// Families and names of tables, and names of chains, that this prover does not judge: they see other packets, or see
    /// packets elsewhere, and may drop there what is accepted here.
    package var notJudged: [String] { self.ruleset.notJudged }

    /// What may happen to each packet at a hook, over all its base chains: bits of ``Outcome``.
    package func function(at hook: Hook) -> Diagram {
        if let known = self.functions[hook] { return known }
        let function = self.evaluation.function(of: hook)
        self.functions[hook] = function
        return function
    }

    /// What may happen to a packet at a hook, over all base chains of the hook.
    package func verdict(of packet: Packet, at hook: Hook) -> Judgement {
        let outcome = self.store.outcome(of: self.function(at: hook), for: packet.fieldValues)
        var decidedBy: [DecisionPoint] = []
        for point in self.trace(packet, at: hook).paths.compactMap(\.decidedBy) where !decidedBy.contains(point) {
            decidedBy.append(point)
        }
        return Judgement(
            mayAccept: outcome & Outcome.accept != 0,
            mayDrop: outcome & Outcome.drop != 0,
            decidedBy: decidedBy
        )
    }

    /// Every way that a packet can go through the chains of a hook, rule by rule.
    ///
    /// - Returns: More than one way where something cannot be known; `isComplete` is false if there are too many to follow.
    package func trace(_ packet: Packet, at hook: Hook) -> (paths: [TracePath], isComplete: Bool) {
        Tracer(self.ruleset, hook: hook).paths(of: packet)
    }
}
