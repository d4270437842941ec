/// Values that some fields of a packet have, one of them for each field, nobody knows which.
struct Restriction {
    /// By the number of the field, ascending and apart from each other; `nil` for fields that are left alone.
    private(set) var choices = [[ClosedRange<UInt64>]?](repeating: nil, count: Field.allCases.count)

    /// One of some values.
    mutating func set(_ field: Field, to values: [UInt64]) {
        self.choices[field.rawValue] = values.sorted().map { $0...$0 }
    }

    /// Every value of every field, but for some fields, which are left alone.
    mutating func freeAll(but kept: Set<Field>) {
        for field in Field.allCases where !kept.contains(field) { self.free(field) }
    }

    /// Any value.
    mutating func free(_ field: Field) {
        self.choices[field.rawValue] = [0...field.highest]
    }

    /// No interface.
    mutating func none(_ high: Field, _ low: Field) {
        self.choices[high.rawValue] = [0...0]
        self.choices[low.rawValue] = [0...0]
    }

    /// An interface, but not the one on which a host speaks to itself.
    mutating func wire(_ high: Field, _ low: Field) {
        // Both are told by the first eight bytes of a name.
        let none = InterfaceName.range(of: "")
        let own = InterfaceName.range(of: "lo")
        let first = UInt64(none.upperBound >> 64) + 1
        self.choices[high.rawValue] = [
            first...UInt64(own.lowerBound >> 64) - 1, UInt64(own.upperBound >> 64) + 1...UInt64.max,
        ]
        self.choices[low.rawValue] = [0...UInt64.max]
    }
}

extension DiagramStore {
    /// The function of a packet whose fields are restricted: the bits of everything that may happen.
    func restricting(_ diagram: Diagram, _ restriction: Restriction) -> Diagram {
        var known: [Diagram: Diagram] = [:]
        return self.restrict(diagram, restriction.choices, &known)
    }

    private func restrict(
        _ diagram: Diagram,
        _ choices: [[ClosedRange<UInt64>]?],
        _ known: inout [Diagram: Diagram]
    ) -> Diagram {
        guard let (field, places) = self.places(of: diagram) else { return diagram }
        if let result = known[diagram] { return result }
        let result: Diagram
        if let ranges = choices[field] {
            result = self.union(of: places, within: ranges) { self.restrict($0, choices, &known) }
        } else {
            result = self.redirecting(field, places) { self.restrict($0, choices, &known) }
        }
        known[diagram] = result
        return result
    }

    /// The bits of every edge that has a value of some ranges.
    private func union(
        of places: Range<Int>,
        within ranges: [ClosedRange<UInt64>],
        _ target: (Diagram) -> Diagram
    ) -> Diagram {
        var result = Diagram.nothing
        var lower: UInt64 = 0
        for place in places {
            let edge = self.tables.edges[place]
            if ranges.contains(where: { $0.lowerBound <= edge.upper && lower <= $0.upperBound }) {
                result = self.either(result, target(edge.target))
            }
            lower = edge.upper &+ 1
        }
        return result
    }
}
