extension DiagramStore {
    /// A set that is the same within another one, and simpler if what is outside may be counted in or out.
    ///
    /// - Parameter care: Where it matters.
    package func simplifying(_ set: Diagram, within care: Diagram) -> Diagram {
        var known: [Pair: Diagram] = [:]
        return self.simplify(Pair(set: set, care: care), &known)
    }

    private struct Pair: Hashable {
        let set: Diagram
        let care: Diagram
    }

    private func simplify(_ pair: Pair, _ known: inout [Pair: Diagram]) -> Diagram {
        if pair.care == .nothing || pair.set.outcome != nil { return pair.care == .nothing ? .nothing : pair.set }
        if let result = known[pair] { return result }
        let field = min(self.field(of: pair.set), self.field(of: pair.care))
        let parts = self.parts(pair, field)
        // What does not matter goes with what is beside it.
        guard let first = parts.first(where: { $0.pair.care != .nothing }) else { return .nothing }
        var current = self.simplify(first.pair, &known)
        var merged: [Edge] = []
        for part in parts {
            if part.pair.care != .nothing { current = self.simplify(part.pair, &known) }
            Self.append(Edge(upTo: part.upper, current), to: &merged)
        }
        let result = self.node(field, merged)
        known[pair] = result
        return result
    }

    /// Both functions side by side, over the values of a field.
    private func parts(_ pair: Pair, _ field: Int) -> [(upper: UInt64, pair: Pair)] {
        let (set, care) = (self.edges(of: pair.set, asking: field), self.edges(of: pair.care, asking: field))
        var parts: [(upper: UInt64, pair: Pair)] = []
        var (left, right) = (set.startIndex, care.startIndex)
        while left < set.endIndex, right < care.endIndex {
            let upper = min(set[left].upper, care[right].upper)
            parts.append((upper, Pair(set: set[left].target, care: care[right].target)))
            let ends = (set[left].upper == upper, care[right].upper == upper)
            if ends.0 { left += 1 }
            if ends.1 { right += 1 }
        }
        return parts
    }

    private func edges(of diagram: Diagram, asking field: Int) -> [Edge] {
        guard let (asked, edges) = self.edges(of: diagram), asked == field else {
            return [Edge(upTo: self.highest[field], diagram)]
        }
        return Array(edges)
    }
}
