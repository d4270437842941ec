/// Few boxes rather than many.
extension Box {
    /// Boxes of the same packets together: those that differ in one field alone are one, for as long as there are any.
    ///
    /// - Parameter boxes: In some order, that of the first of each is kept.
    static func joined(_ boxes: [Box]) -> [Box] {
        var boxes = boxes
        var count = 0
        repeat {
            count = boxes.count
            for field in Field.allCases where boxes.contains(where: { $0.ranges[field] != nil }) {
                boxes = Self.joined(boxes, along: field)
            }
        } while boxes.count < count
        return boxes
    }

    private struct Rest: Hashable {
        let ranges: [Field: [ClosedRange<UInt64>]]
        let isOfIPv4: Bool
    }

    private static func joined(_ boxes: [Box], along field: Field) -> [Box] {
        guard boxes.count > 1 else { return boxes }
        var order: [Rest] = []
        var values: [Rest: [[ClosedRange<UInt64>]]] = [:]
        for box in boxes {
            var others = box.ranges
            others[field] = nil
            // Addresses are said in the words of their family.
            let isKept = field != .family || box.ranges.keys.contains(where: Self.addresses.contains)
            let rest = Rest(ranges: others, isOfIPv4: isKept && box.isOfIPv4)
            if values[rest] == nil { order.append(rest) }
            values[rest, default: []].append(box.ranges[field] ?? [0...field.highest])
        }
        return order.map { rest in
            var ranges = rest.ranges
            let all = Self.union(of: values[rest] ?? [])
            ranges[field] = all == [0...field.highest] ? nil : all
            return Box(ranges, isOfIPv4: ranges[.family]?.allSatisfy { $0 == 0...0 } ?? rest.isOfIPv4)
        }
    }

    private static let addresses: Set<Field> = [.sourceHigh, .sourceLow, .destinationHigh, .destinationLow]

    /// Ascending and apart from each other.
    private static func union(of lists: [[ClosedRange<UInt64>]]) -> [ClosedRange<UInt64>] {
        var result: [ClosedRange<UInt64>] = []
        for range in lists.joined().sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, last.upperBound == .max || range.lowerBound <= last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
