/// Packets that have, in each field that matters, one of some values: a part of a set that is easily said.
package struct Box: Hashable, Sendable {
    /// Ascending and apart from each other; a field that does not matter is absent.
    package let ranges: [Field: [ClosedRange<UInt64>]]
    /// Whether its addresses are those of IPv4.
    let isOfIPv4: Bool

    init(_ ranges: [Int: [ClosedRange<UInt64>]]) {
        var fields: [Field: [ClosedRange<UInt64>]] = [:]
        for field in Field.allCases { fields[field] = ranges[field.rawValue] }
        self.ranges = fields
        self.isOfIPv4 = fields[.family]?.allSatisfy { $0 == 0...0 } ?? false
    }

    init(_ ranges: [Field: [ClosedRange<UInt64>]], isOfIPv4: Bool) {
        self.ranges = ranges
        self.isOfIPv4 = isOfIPv4
    }

    /// The box for those who say the family elsewhere.
    package var withoutFamily: Box {
        Box(self.ranges.filter { $0.key != .family }, isOfIPv4: self.isOfIPv4)
    }
}

extension DiagramStore {
    /// The parts of a set, and whether these are all.
    ///
    /// - Parameter limit: How many are given at most.
    package func boxes(of set: Diagram, limit: Int = 100) -> (boxes: [Box], isComplete: Bool) {
        var boxes: [Box] = []
        // Neighbours become one, so that more are looked at than are given.
        let isComplete = self.forEachPart(of: set, limit: limit * Self.partsPerBox) { boxes.append(Box($0)) }
        let merged = Box.joined(boxes)
        return (Array(merged.prefix(limit)), isComplete && merged.count <= limit)
    }

    private static let partsPerBox = 8

    /// The packets of a box.
    package func packets(in box: Box) -> Diagram {
        // From the last field to the first, so that nothing is built twice.
        Field.allCases.reversed().reduce(.everything) { result, field in
            box.ranges[field].map { self.intersection(self.set(field.rawValue, in: $0), result) } ?? result
        }
    }
}
