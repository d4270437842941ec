extension DiagramStore {
    /// How two functions are combined, outcome by outcome.
    package enum Operation: UInt32, Sendable {
        /// Of two sets.
        case intersection
        case union
        case difference
        /// Of two functions whose outcomes are sets of bits: the bits of both.
        case either
    }

    package func intersection(_ lhs: Diagram, _ rhs: Diagram) -> Diagram { self.apply(.intersection, lhs, rhs) }
    package func union(_ lhs: Diagram, _ rhs: Diagram) -> Diagram { self.apply(.union, lhs, rhs) }
    package func difference(_ lhs: Diagram, _ rhs: Diagram) -> Diagram { self.apply(.difference, lhs, rhs) }
    package func either(_ lhs: Diagram, _ rhs: Diagram) -> Diagram { self.apply(.either, lhs, rhs) }

    /// Combines two functions; one that does not care for the order of the two is asked in one order only.
    package func apply(_ operation: Operation, _ lhs: Diagram, _ rhs: Diagram) -> Diagram {
        if let known = Self.shortcut(operation, lhs, rhs) { return known }
        if operation != .difference, lhs.reference < rhs.reference { return self.apply(operation, rhs, lhs) }
        if let known = self.results.find(operation.rawValue, lhs.reference, rhs.reference) {
            return Diagram(reference: known)
        }
        let field = min(self.field(of: lhs), self.field(of: rhs))
        var merged = self.scratch.popLast() ?? []
        merged.removeAll(keepingCapacity: true)
        var left = Cursor(self, lhs, field)
        var right = Cursor(self, rhs, field)
        while true {
            let (upperLeft, targetLeft) = left.current(self)
            let (upperRight, targetRight) = right.current(self)
            let upper = min(upperLeft, upperRight)
            Self.append(Edge(upTo: upper, self.apply(operation, targetLeft, targetRight)), to: &merged)
            if upper == self.highest[field] { break }
            if upperLeft == upper { left.advance() }
            if upperRight == upper { right.advance() }
        }
        let result = self.node(field, merged: merged)
        self.scratch.append(merged)
        self.results.insert(operation.rawValue, lhs.reference, rhs.reference, result: result.reference)
        return result
    }

    /// One function where a set holds, another one elsewhere.
    package func choose(_ condition: Diagram, _ inside: Diagram, _ outside: Diagram) -> Diagram {
        if condition == .everything || inside == outside { return inside }
        if condition == .nothing { return outside }
        if inside == .everything, outside == .nothing { return condition }
        let operation = Self.choice
        if let known = self.results.find(
            operation,
            condition.reference,
            inside.reference,
            outside.reference
        ) {
            return Diagram(reference: known)
        }
        let field = min(self.field(of: condition), self.field(of: inside), self.field(of: outside))
        var merged = self.scratch.popLast() ?? []
        merged.removeAll(keepingCapacity: true)
        var first = Cursor(self, condition, field)
        var second = Cursor(self, inside, field)
        var third = Cursor(self, outside, field)
        while true {
            let (upperFirst, targetFirst) = first.current(self)
            let (upperSecond, targetSecond) = second.current(self)
            let (upperThird, targetThird) = third.current(self)
            let upper = min(upperFirst, upperSecond, upperThird)
            Self.append(Edge(upTo: upper, self.choose(targetFirst, targetSecond, targetThird)), to: &merged)
            if upper == self.highest[field] { break }
            if upperFirst == upper { first.advance() }
            if upperSecond == upper { second.advance() }
            if upperThird == upper { third.advance() }
        }
        let result = self.node(field, merged: merged)
        self.scratch.append(merged)
        self.results.insert(
            operation,
            condition.reference,
            inside.reference,
            outside.reference,
            result: result.reference
        )
        return result
    }

    /// The number of the operation with three functions, after those with two.
    private static let choice: UInt32 = 100

    /// A place in the edges of a function; a function that does not ask for the field has one edge for all values.
    private struct Cursor {
        private let whole: Diagram
        private let highest: UInt64
        private var index: Int
        private let asks: Bool

        init(_ store: DiagramStore, _ diagram: Diagram, _ field: Int) {
            self.whole = diagram
            self.highest = store.highest[field]
            if diagram.reference >= 0, case let node = store.nodes[Int(diagram.reference)], Int(node.field) == field {
                self.index = Int(node.firstEdge)
                self.asks = true
            } else {
                self.index = 0
                self.asks = false
            }
        }

        func current(_ store: DiagramStore) -> (upper: UInt64, target: Diagram) {
            guard self.asks else { return (self.highest, self.whole) }
            let edge = store.edges[self.index]
            return (edge.upper, edge.target)
        }

        mutating func advance() {
            self.index += 1
        }
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
