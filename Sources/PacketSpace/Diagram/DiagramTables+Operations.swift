extension DiagramTables {
    typealias Operation = DiagramStore.Operation

    /// Combines two functions; one that does not care for the order of the two is asked in one order only.
    mutating func apply(_ operation: Operation, _ lhs: Diagram, _ rhs: Diagram) -> Diagram {
        if let known = Self.shortcut(operation, lhs, rhs) { return known }
        if operation != .difference, lhs.reference < rhs.reference { return self.apply(operation, rhs, lhs) }
        if let known = self.results.find(operation.rawValue, lhs.reference, rhs.reference) {
            return Diagram(reference: known)
        }
        let field = min(self.field(of: lhs), self.field(of: rhs))
        let highest = self.highest[field]
        let first = self.pending.count
        var left = self.cursor(lhs, field)
        var right = self.cursor(rhs, field)
        while true {
            let upper = min(left.upper, right.upper)
            let target = self.apply(operation, left.target, right.target)
            self.append(Edge(upTo: upper, target), after: first)
            if upper == highest { break }
            self.pass(upper, &left)
            self.pass(upper, &right)
        }
        let result = self.node(field, after: first)
        self.results.insert(operation.rawValue, lhs.reference, rhs.reference, result: result.reference)
        return result
    }

    /// One function where a set holds, another one elsewhere.
    mutating func choose(_ condition: Diagram, _ inside: Diagram, _ outside: Diagram) -> Diagram {
        if condition == .everything || inside == outside { return inside }
        if condition == .nothing { return outside }
        if inside == .everything, outside == .nothing { return condition }
        let (second, third) = (inside.reference, outside.reference)
        if let known = self.results.find(Self.choice, condition.reference, second, third) {
            return Diagram(reference: known)
        }
        let field = min(self.field(of: condition), self.field(of: inside), self.field(of: outside))
        let highest = self.highest[field]
        let first = self.pending.count
        var asked = self.cursor(condition, field)
        var held = self.cursor(inside, field)
        var other = self.cursor(outside, field)
        while true {
            let upper = min(asked.upper, held.upper, other.upper)
            self.append(Edge(upTo: upper, self.choose(asked.target, held.target, other.target)), after: first)
            if upper == highest { break }
            self.pass(upper, &asked)
            self.pass(upper, &held)
            self.pass(upper, &other)
        }
        let result = self.node(field, after: first)
        self.results.insert(Self.choice, condition.reference, second, third, result: result.reference)
        return result
    }

    /// Those of some packets whose outcome has at least one of some bits.
    mutating func packets(_ set: Diagram, of diagram: Diagram, having bits: Int) -> Diagram {
        if set == .nothing { return .nothing }
        if let outcome = diagram.outcome { return outcome & bits == 0 ? .nothing : set }
        let operation = Self.selection + UInt32(bits)
        if let known = self.results.find(operation, diagram.reference, set.reference) {
            return Diagram(reference: known)
        }
        let field = min(self.field(of: set), self.field(of: diagram))
        let highest = self.highest[field]
        let first = self.pending.count
        var left = self.cursor(set, field)
        var right = self.cursor(diagram, field)
        while true {
            let upper = min(left.upper, right.upper)
            self.append(Edge(upTo: upper, self.packets(left.target, of: right.target, having: bits)), after: first)
            if upper == highest { break }
            self.pass(upper, &left)
            self.pass(upper, &right)
        }
        let result = self.node(field, after: first)
        self.results.insert(operation, diagram.reference, set.reference, result: result.reference)
        return result
    }

    /// The function of a packet whose field was set to a value.
    mutating func assigning(_ field: Int, _ value: UInt64, in diagram: Diagram) -> Diagram {
        guard self.asks(diagram, from: field) else { return diagram }
        let node = self.nodes[Int(diagram.reference)]
        let places = Int(node.firstEdge)..<Int(node.firstEdge + node.edgeCount)
        guard node.field < field else {
            guard node.field == field else { return diagram }
            return self.edges[DiagramStore.firstIndex(in: self.edges[places], reaching: value)].target
        }
        let operation = Self.assignment + UInt32(field)
        let (high, low) = (Int32(truncatingIfNeeded: value >> 32), Int32(truncatingIfNeeded: value))
        if let known = self.results.find(operation, diagram.reference, high, low) { return Diagram(reference: known) }
        let first = self.pending.count
        for place in places {
            let edge = self.edges[place]
            self.append(Edge(upTo: edge.upper, self.assigning(field, value, in: edge.target)), after: first)
        }
        let result = self.node(Int(node.field), after: first)
        self.results.insert(operation, diagram.reference, high, low, result: result.reference)
        return result
    }

    /// The number of the operation with three functions, after those with two.
    private static let choice: UInt32 = 100
    /// The number of the operation that selects outcomes by bits is this and the bits; those of others are lower.
    private static let selection: UInt32 = 1000

    /// The number of the operation that sets a field is this and the field; those of others are lower.
    private static let assignment: UInt32 = 1 << 31

    /// A place in the edges of a function; a function that does not ask for the field has one edge for all values.
    private struct Cursor {
        var upper: UInt64
        var target: Diagram
        /// Of the edge that it stands at.
        var place: Int
    }

    @inline(__always)
    private func cursor(_ diagram: Diagram, _ field: Int) -> Cursor {
        guard diagram.reference >= 0, case let node = self.nodes[Int(diagram.reference)], Int(node.field) == field
        else {
            return Cursor(upper: self.highest[field], target: diagram, place: 0)
        }
        let edge = self.edges[Int(node.firstEdge)]
        return Cursor(upper: edge.upper, target: edge.target, place: Int(node.firstEdge))
    }

    /// Goes on to the next edge if this one ends at a value, which is not the highest one.
    @inline(__always)
    private func pass(_ upper: UInt64, _ cursor: inout Cursor) {
        guard cursor.upper == upper else { return }
        let edge = self.edges[cursor.place + 1]
        cursor = Cursor(upper: edge.upper, target: edge.target, place: cursor.place + 1)
    }

    private static func shortcut(_ operation: Operation, _ lhs: Diagram, _ rhs: Diagram) -> Diagram? {
        switch operation {
        case .intersection:
            if lhs == .nothing || rhs == .nothing { return .nothing }
            if lhs == .everything || lhs == rhs { return rhs }
            return rhs == .everything ? lhs : nil
        case .union:
            if lhs == .everything || rhs == .everything { return .everything }
            if lhs == .nothing || lhs == rhs { return rhs }
            return rhs == .nothing ? lhs : nil
        case .difference:
            if lhs == .nothing || rhs == .everything || lhs == rhs { return .nothing }
            return rhs == .nothing ? lhs : nil
        case .either:
            if lhs == rhs || rhs == .nothing { return lhs }
            if lhs == .nothing { return rhs }
            guard let left = lhs.outcome, let right = rhs.outcome else { return nil }
            return Diagram(outcome: left | right)
        }
    }
}
