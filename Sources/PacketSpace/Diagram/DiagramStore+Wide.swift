/// Sets over values that are wider than a field: the upper half is one field, the lower half the next one.
extension DiagramStore {
    /// The packets whose value, of which two fields hold a half each, lies in one of some ranges.
    ///
    /// - Parameters:
    ///   - high: The field of the upper 64 bits; the next field holds the lower ones. Both have 64 bits.
    ///   - ranges: In any order; they may overlap.
    package func set(high: Int, in ranges: [ClosedRange<UInt128>]) -> Diagram {
        let low = high + 1
        var lowRanges: [(high: ClosedRange<UInt64>, low: [ClosedRange<UInt64>])] = []
        for range in Self.joined(ranges) {
            for part in Self.halves(of: range) {
                if let last = lowRanges.indices.last, lowRanges[last].high == part.high {
                    lowRanges[last].low.append(part.low)
                } else {
                    lowRanges.append((part.high, [part.low]))
                }
            }
        }
        var edges: [Edge] = []
        var next: UInt64 = 0
        for part in lowRanges {
            if part.high.lowerBound > next { edges.append(Edge(upTo: part.high.lowerBound - 1, .nothing)) }
            edges.append(Edge(upTo: part.high.upperBound, self.set(low, in: part.low)))
            guard part.high.upperBound < .max else { return self.node(high, edges) }
            next = part.high.upperBound + 1
        }
        edges.append(Edge(upTo: .max, .nothing))
        return self.node(high, edges)
    }

    /// Ranges in ascending order, of which no two touch.
    static func joined<Value: FixedWidthInteger>(_ ranges: [ClosedRange<Value>]) -> [ClosedRange<Value>] {
        var joined: [ClosedRange<Value>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, last.upperBound == .max || last.upperBound + 1 >= range.lowerBound {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    private static func halves(
        of range: ClosedRange<UInt128>
    ) -> [(high: ClosedRange<UInt64>, low: ClosedRange<UInt64>)] {
        let first = (high: UInt64(range.lowerBound >> 64), low: UInt64(truncatingIfNeeded: range.lowerBound))
        let last = (high: UInt64(range.upperBound >> 64), low: UInt64(truncatingIfNeeded: range.upperBound))
        guard first.high < last.high else { return [(first.high...first.high, first.low...last.low)] }
        var parts: [(high: ClosedRange<UInt64>, low: ClosedRange<UInt64>)] = []
        parts.append((first.high...first.high, first.low...UInt64.max))
        if last.high - first.high > 1 { parts.append((first.high + 1...last.high - 1, 0...UInt64.max)) }
        parts.append((last.high...last.high, 0...last.low))
        return parts
    }
}
