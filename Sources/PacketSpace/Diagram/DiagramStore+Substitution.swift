/// Functions of a packet of which something was changed before: what rules do that set marks or translate addresses.
extension DiagramStore {
    /// The function of a packet whose field was set to a value.
    package func assigning(_ field: Int, _ value: UInt64, in diagram: Diagram) -> Diagram {
        self.tables.assigning(field, value, in: diagram)
    }

    /// The function of a packet whose field was set to one of some values, nobody knows which.
    ///
    /// - Parameter diagram: Its outcomes are sets of bits; the result has the bits of every possible value.
    package func forgetting(
        _ field: Int,
        within range: ClosedRange<UInt64> = 0...UInt64.max,
        in diagram: Diagram
    ) -> Diagram {
        self.rebuilding(diagram, upTo: field) { node in
            guard let (asked, places) = self.places(of: node), asked == field else { return node }
            var result = Diagram.nothing
            var lower: UInt64 = 0
            for place in places {
                let edge = self.tables.edges[place]
                if lower <= range.upperBound, edge.upper >= range.lowerBound {
                    result = self.either(result, edge.target)
                }
                lower = edge.upper &+ 1
            }
            return result
        }
    }

    /// The function of a packet whose field was mapped to another value by a function of its own.
    ///
    /// - Parameter preimage: The values that are mapped into a range; `nil` if that is too much to say, and then
    ///   the field is forgotten.
    package func mapping(
        _ field: Int,
        in diagram: Diagram,
        preimage: (ClosedRange<UInt64>) -> [ClosedRange<UInt64>]?
    ) -> Diagram {
        self.rebuilding(diagram, upTo: field) { node in
            guard let (asked, places) = self.places(of: node), asked == field else { return node }
            var result = Diagram.nothing
            var lower: UInt64 = 0
            for place in places {
                let edge = self.tables.edges[place]
                guard let values = preimage(lower...edge.upper) else { return self.forgetting(field, in: node) }
                result = self.choose(self.set(field, in: values), edge.target, result)
                lower = edge.upper &+ 1
            }
            return result
        }
    }

    /// The function of a packet one of whose fields was set to the value of another one.
    ///
    /// - Parameters:
    ///   - field: The one that is set.
    ///   - source: Has the same range of values. No field is between the two.
    package func copying(_ source: Int, to field: Int, in diagram: Diagram) -> Diagram {
        let first = min(source, field)
        precondition(abs(source - field) == 1 && self.highest[source] == self.highest[field])
        return self.rebuilding(diagram, upTo: first) { node in
            var merged: [Edge] = []
            self.appendDiagonal(of: node, first, to: &merged)
            return self.node(source, merged)
        }
    }

    /// For each value, where both fields have it.
    private func appendDiagonal(of node: Diagram, _ first: Int, to merged: inout [Edge]) {
        let highest = self.highest[first]
        let outer: [Edge]
        if let (asked, edges) = self.edges(of: node), asked == first {
            outer = Array(edges)
        } else {
            outer = [Edge(upTo: highest, node)]
        }
        var lower: UInt64 = 0
        for edge in outer {
            if let (asked, inner) = self.edges(of: edge.target), asked == first + 1 {
                var index = Self.firstIndex(in: inner, reaching: lower)
                while inner[index].upper < edge.upper {
                    Self.append(inner[index], to: &merged)
                    index += 1
                }
                Self.append(Edge(upTo: edge.upper, inner[index].target), to: &merged)
            } else {
                Self.append(edge, to: &merged)
            }
            lower = edge.upper &+ 1
        }
    }

    /// Replaces every part of a function that starts at a field, or after it.
    private func rebuilding(_ diagram: Diagram, upTo field: Int, _ change: (Diagram) -> Diagram) -> Diagram {
        var known: [Diagram: Diagram] = [:]
        return self.rebuild(diagram, field, &known, change)
    }

    private func rebuild(
        _ diagram: Diagram,
        _ field: Int,
        _ known: inout [Diagram: Diagram],
        _ change: (Diagram) -> Diagram
    ) -> Diagram {
        // Most functions ask for no mark, which is what rules change most.
        guard self.tables.asks(diagram, from: field) else { return change(diagram) }
        if let result = known[diagram] { return result }
        let result: Diagram
        if let (asked, places) = self.places(of: diagram), asked < field {
            result = self.redirecting(asked, places) { self.rebuild($0, field, &known, change) }
        } else {
            result = change(diagram)
        }
        known[diagram] = result
        return result
    }
}
