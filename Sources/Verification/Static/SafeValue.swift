/// The values that a setting of a unit may have without making a claim false.
///
/// Whatever it cannot read is none of them.
enum SafeValue {
    /// Words for people.
    case anything
    case oneOf([String])
    case number(ClosedRange<Int>)
    /// Of a resource: `NUMBER`, `infinity`, or two of these with a colon, of which the soft one counts first.
    case limit(atLeast: Int)
    /// Such as `2G` or `infinity`.
    case bytes(atLeast: Int)
    /// Such as `90`, `1min 30s`.
    case seconds(ClosedRange<Int>)

    func includes(_ value: String) -> Bool {
        switch self {
        case .anything: true
        case .oneOf(let values): values.contains(value)
        case .number(let range): Self.number(value[...]).map(range.contains) ?? false
        case .limit(let least):
            value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                .allSatisfy { $0 == "infinity" || Self.number($0).map { $0 >= least } ?? false }
        case .bytes(let least): value == "infinity" || Self.bytes(value).map { $0 >= least } ?? false
        case .seconds(let range): Self.seconds(value).map(range.contains) ?? false
        }
    }

    /// In decimal, with up to twelve digits: nothing that is meant is larger, and nothing overflows.
    private static func number(_ text: Substring) -> Int? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text
        guard (1...12).contains(digits.utf8.count), digits.utf8.allSatisfy(self.isDigit) else { return nil }
        return Int(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Source: systemd.resource-control(5), "MemoryMax=": suffixes to the base of 1024.
    private static func bytes(_ text: String) -> Int? {
        let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
        guard let shift = text.last.flatMap({ shifts[$0] }) else { return self.number(text[...]) }
        // Up to a million of the largest unit.
        return self.number(text.dropLast()).flatMap { (0...1_000_000).contains($0) ? $0 << shift : nil }
    }

    /// Source: systemd.time(7), "Parsing time spans".
    private static func seconds(_ text: String) -> Int? {
        let units = ["": 1, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "hr": 3600]
        let spans = text.split(separator: " ").map { word -> Int? in
            let digits = Substring(word.utf8.prefix(while: self.isDigit))
            guard digits.utf8.count <= 6, let count = self.number(digits) else { return nil }
            return units[String(word.dropFirst(digits.count))].map { $0 * count }
        }
        return spans.isEmpty ? nil : spans.reduce(0) { sum, span in sum.flatMap { sum in span.map { sum + $0 } } }
    }
}

extension SafeValue: CustomStringConvertible {
    var description: String {
        switch self {
        case .anything: "anything"
        case .oneOf(let values): values.joined(separator: " or ")
        case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .limit(let least): "at least \(least)"
        case .bytes(let least): "at least \(least >> 20)M"
        case .seconds(let range): "\(range.lowerBound) s to \(range.upperBound) s"
        }
    }
}
