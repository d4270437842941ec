/// The order in which people count: `sentry-2` before `sentry-10`.
enum NaturalOrder {
    static func precedes(_ lhs: String, _ rhs: String) -> Bool {
        let (left, right) = (Self.parts(of: lhs), Self.parts(of: rhs))
        for (one, other) in zip(left, right) where one != other {
            guard let number = UInt64(one), let next = UInt64(other), number != next else { return one < other }
            return number < next
        }
        return left.count == right.count ? lhs < rhs : left.count < right.count
    }

    /// Runs of digits, and what stands between them.
    private static func parts(of text: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = text[...]
        while let first = rest.first {
            let part = rest.prefix { $0.isASCIIDigit == first.isASCIIDigit }
            parts.append(part)
            rest = rest.dropFirst(part.count)
        }
        return parts
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { self >= "0" && self <= "9" }
}
