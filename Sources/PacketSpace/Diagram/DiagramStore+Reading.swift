extension DiagramStore {
    /// Ranges of values of which every packet is in a set: one range for each field that matters, by field.
    ///
    /// - Parameter preferred: A value for each field, by its number: taken if there is a packet with it.
    /// - Returns: `nil` for the empty set.
    package func example(of set: Diagram, preferring preferred: [UInt64]) -> [Int: ClosedRange<UInt64>]? {
        guard set != .nothing else { return nil }
        var ranges: [Int: ClosedRange<UInt64>] = [:]
        var current = set
        while let (field, edges) = self.edges(of: current) {
            var index = Self.firstIndex(in: edges, reaching: preferred[field])
            if edges[index].target == .nothing {
                // A node that is not the empty set has an edge that does not lead there.
                index = edges.firstIndex { $0.target != .nothing } ?? index
            }
            let lower = index == edges.startIndex ? 0 : edges[index - 1].upper + 1
            ranges[field] = lower...edges[index].upper
            current = edges[index].target
        }
        return ranges
    }

    /// The parts of a set that differ from each other in some field, each as ranges by field: together the whole set.
    ///
    /// - Parameters:
    ///   - limit: How many are returned at most.
    ///   - body: Gets, for each part, all ranges of each field that matters.
    package func forEachPart(
        of set: Diagram,
        limit: Int,
        _ body: ([Int: [ClosedRange<UInt64>]]) -> Void
    ) -> Bool {
        var count = 0
        var path: [Int: [ClosedRange<UInt64>]] = [:]
        return self.walk(set, &path, &count, limit, body)
    }

    /// - Returns: Whether all parts were visited.
    private func walk(
        _ set: Diagram,
        _ path: inout [Int: [ClosedRange<UInt64>]],
        _ count: inout Int,
        _ limit: Int,
        _ body: ([Int: [ClosedRange<UInt64>]]) -> Void
    ) -> Bool {
        guard let (field, edges) = self.edges(of: set) else {
            guard set != .nothing else { return true }
            guard count < limit else { return false }
            count += 1
            body(path)
            return true
        }
        // Edges to one place are one part, whatever lies between them.
        var targets: [Diagram] = []
        var ranges: [Diagram: [ClosedRange<UInt64>]] = [:]
        var lower: UInt64 = 0
        for edge in edges {
            if edge.target != .nothing {
                if ranges[edge.target] == nil { targets.append(edge.target) }
                ranges[edge.target, default: []].append(lower...edge.upper)
            }
            lower = edge.upper &+ 1
        }
        for target in targets {
            path[field] = ranges[target]
            guard self.walk(target, &path, &count, limit, body) else { return false }
        }
        path[field] = nil
        return true
    }
}
