/// Packets that have, in each field that matters, one of some values: a part of a set that is easily said.
package struct Box: Hashable, Sendable {
    /// Ascending and apart from each other; a field that does not matter is absent.
    package let ranges: [Field: [ClosedRange<UInt64>]]

    init(_ ranges: [Int: [ClosedRange<UInt64>]]) {
        var fields: [Field: [ClosedRange<UInt64>]] = [:]
        for field in Field.allCases { fields[field] = ranges[field.rawValue] }
        self.ranges = fields
    }
}

extension DiagramStore {
    /// The parts of a set, and whether these are all.
    ///
    /// - Parameter limit: How many are given at most.
    package func boxes(of set: Diagram, limit: Int = 100) -> (boxes: [Box], isComplete: Bool) {
        var boxes: [Box] = []
        let isComplete = self.forEachPart(of: set, limit: limit) { boxes.append(Box($0)) }
        return (boxes, isComplete)
    }
}
