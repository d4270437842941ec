/// Sets over values that are spread over several fields, the highest part first.
extension DiagramStore {
    /// The packets whose value, of which each field holds a part, lies in one of some ranges.
    ///
    /// - Parameters:
    ///   - fields: Highest part first, in ascending order.
    ///   - width: Of each part, in bits.
    ///   - ranges: In any order; they may overlap.
    package func set(_ fields: ArraySlice<Int>, width: Int, in ranges: [ClosedRange<UInt128>]) -> Diagram {
        self.set(fields, width, joined: Self.joined(ranges))
    }

    private func set(_ fields: ArraySlice<Int>, _ width: Int, joined ranges: [ClosedRange<UInt128>]) -> Diagram {
        guard let field = fields.first else { return ranges.isEmpty ? .nothing : .everything }
        let rest = fields.dropFirst()
        guard !rest.isEmpty else {
            return self.set(field, in: ranges.map { UInt64($0.lowerBound)...UInt64($0.upperBound) })
        }
        var parts: [(high: ClosedRange<UInt64>, low: [ClosedRange<UInt128>])] = []
        for range in ranges {
            for part in Self.split(range, below: width * rest.count) {
                if let last = parts.indices.last, parts[last].high == part.high {
                    parts[last].low.append(part.low)
                } else {
                    parts.append((part.high, [part.low]))
                }
            }
        }
        let highest = self.highest[field]
        var edges: [Edge] = []
        var next: UInt64 = 0
        for part in parts {
            if part.high.lowerBound > next { edges.append(Edge(upTo: part.high.lowerBound - 1, .nothing)) }
            edges.append(Edge(upTo: part.high.upperBound, self.set(rest, width, joined: part.low)))
            guard part.high.upperBound < highest else { return self.node(field, edges) }
            next = part.high.upperBound + 1
        }
        edges.append(Edge(upTo: highest, .nothing))
        return self.node(field, edges)
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

    /// Parts of a range that are each a range of the bits above some width, times one of the bits below.
    private static func split(
        _ range: ClosedRange<UInt128>,
        below width: Int
    ) -> [(high: ClosedRange<UInt64>, low: ClosedRange<UInt128>)] {
        let highestLow = UInt128.max >> UInt128(128 - width)
        let first = (high: UInt64(range.lowerBound >> UInt128(width)), low: range.lowerBound & highestLow)
        let last = (high: UInt64(range.upperBound >> UInt128(width)), low: range.upperBound & highestLow)
        guard first.high < last.high else { return [(first.high...first.high, first.low...last.low)] }
        var parts: [(high: ClosedRange<UInt64>, low: ClosedRange<UInt128>)] = []
        parts.append((first.high...first.high, first.low...highestLow))
        if last.high - first.high > 1 { parts.append((first.high + 1...last.high - 1, 0...highestLow)) }
        parts.append((last.high...last.high, 0...last.low))
        return parts
    }
}
