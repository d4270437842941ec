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
        precondition(old.store === new.store, "only provers that share a store can be compared")
        let store = new.store
        let possible = store.packets(at: hook)
        let accepted = store.difference(new.mayAccept(at: hook), old.mayAccept(at: hook))
        let dropped = store.difference(new.mayDrop(at: hook), old.mayDrop(at: hook))
        let noLongerDropped = store.difference(old.mayDrop(at: hook), new.mayDrop(at: hook))
        let noLongerAccepted = store.difference(old.mayAccept(at: hook), new.mayAccept(at: hook))
        self.accepted = store.intersection(accepted, possible)
        self.dropped = store.intersection(dropped, possible)
        self.surelyAccepted = store.intersection(store.difference(noLongerDropped, accepted), possible)
        self.surelyDropped = store.intersection(store.difference(noLongerAccepted, dropped), possible)
    }
}
