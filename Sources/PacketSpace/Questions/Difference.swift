/// What a new ruleset does otherwise than an old one, at one hook.
package struct Difference {
    /// What the new one may accept and the old one dropped for sure.
    package let accepted: Diagram
    /// What the new one may drop and the old one accepted for sure.
    package let dropped: Diagram

    package var isEmpty: Bool { self.accepted == .nothing && self.dropped == .nothing }

    /// - Precondition: Both provers share a store.
    package init(from old: Prover, to new: Prover, at hook: Hook) {
        precondition(old.store === new.store, "only provers that share a store can be compared")
        let store = new.store
        let possible = store.packets(at: hook)
        let accepted = store.difference(new.mayAccept(at: hook), old.mayAccept(at: hook))
        let dropped = store.difference(new.mayDrop(at: hook), old.mayDrop(at: hook))
        self.accepted = store.intersection(accepted, possible)
        self.dropped = store.intersection(dropped, possible)
    }
}
