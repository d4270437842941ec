extension Prover {
    /// What a hook may accept of the packets that begin something, in one family: few boxes in which state and family are
    /// not said.
    ///
    /// - Parameter limit: How many boxes are given at most.
    /// - Returns: No boxes if nothing is accepted, and whether these are all.
    package func openings(at hook: Hook, of family: Family, limit: Int) -> (boxes: [Box], isComplete: Bool) {
        let opening = self.assigning(
            [.state: UInt64(ConnectionState.new.rawValue), .family: UInt64(family.rawValue)],
            in: self.mayAccept(at: hook)
        )
        return self.boxes(of: opening, at: hook, of: family, limit: limit)
    }

    private func assigning(_ values: [Field: UInt64], in set: Diagram) -> Diagram {
        values.sorted { $0.key.rawValue < $1.key.rawValue }
            .reduce(set) { self.store.assigning($1.key.rawValue, $1.value, in: $0) }
    }

    /// Boxes in which interfaces are said only where they matter.
    private func boxes(
        of set: Diagram,
        at hook: Hook,
        of family: Family,
        limit: Int
    ) -> (boxes: [Box], isComplete: Bool) {
        let shown = self.store.withoutImpossible(set, at: hook)
        guard self.store.intersection(shown, self.store.packets(at: hook)) != .nothing else { return ([], true) }
        // Addresses are said as those of the family.
        let boxes = self.store.boxes(of: self.store.intersection(shown, self.store.packets(of: family)), limit: limit)
        return (boxes.boxes.map(\.withoutFamily), boxes.isComplete)
    }
}

extension DiagramStore {
    /// A set with packets that cannot come to a hook put in or out, so that it is said in fewer words.
    ///
    /// Where a hook has an interface, packets without one are treated as those of the last interface by name; where it has
    /// none, packets with one are treated as those without.
    package func withoutImpossible(_ set: Diagram, at hook: Hook) -> Diagram {
        var result = set
        for (high, low, pattern) in [
            (Field.inputHigh, Field.inputLow, self.packets(enteringBy: nil)),
            (Field.outputHigh, Field.outputLow, self.packets(leavingBy: nil)),
        ] {
            let isThere = self.intersection(self.packets(at: hook), pattern) == .nothing
            let isNever = self.difference(self.packets(at: hook), pattern) == .nothing
            guard isThere || isNever else { continue }
            let value = isThere ? UInt64.max : 0
            let replaced = self.assigning(low.rawValue, value, in: self.assigning(high.rawValue, value, in: result))
            result = isThere ? self.choose(pattern, replaced, result) : replaced
        }
        return result
    }
}
