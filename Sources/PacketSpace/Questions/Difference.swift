/// What a new ruleset does otherwise than an old one, at one hook.
package struct Difference {
    /// What the new one may accept and the old one dropped for sure.
    package let accepted: Diagram
    /// What the new one may drop and the old one accepted for sure.
    package let dropped: Diagram

    /// What the new one accepts for sure and the old one perhaps dropped.
    package let surelyAccepted: Diagram
    /// What the new one drops for sure and the old one perhaps accepted.
    package let surelyDropped: Diagram

    package var isEmpty: Bool {
        [self.accepted, self.dropped, self.surelyAccepted, self.surelyDropped].allSatisfy { $0 == .nothing }
    }

    /// - Precondition: Both provers share a store.
    package init(from old: Prover, to new: Prover, at hook: Hook) {
        self.init(new.store, old, new, new.store.packets(at: hook)) { $0.function(at: hook) }
    }

    /// What becomes of packets on their whole way, as they are where it begins.
    ///
    /// - Precondition: Both provers share a store.
    package init(from old: Prover, to new: Prover, on journey: Journey) {
        self.init(new.store, old, new, new.store.packets(at: journey.view)) { $0.throughout(journey) }
    }

    private init(
        _ store: DiagramStore,
        _ old: Prover,
        _ new: Prover,
        _ possible: Diagram,
        _ function: (Prover) -> Diagram
    ) {
        precondition(old.store === store, "only provers that share a store can be compared")
        let functions = (old: function(old), new: function(new))
        func gained(_ outcome: Int, _ before: Diagram, _ after: Diagram) -> Diagram {
            store.difference(store.packets(of: after, having: outcome), store.packets(of: before, having: outcome))
        }
        let accepted = gained(Outcome.accept, functions.old, functions.new)
        let dropped = gained(Outcome.drop, functions.old, functions.new)
        let noLongerDropped = gained(Outcome.drop, functions.new, functions.old)
        let noLongerAccepted = gained(Outcome.accept, functions.new, functions.old)
        self.accepted = store.intersection(accepted, possible)
        self.dropped = store.intersection(dropped, possible)
        self.surelyAccepted = store.intersection(store.difference(noLongerDropped, accepted), possible)
        self.surelyDropped = store.intersection(store.difference(noLongerAccepted, dropped), possible)
    }
}
