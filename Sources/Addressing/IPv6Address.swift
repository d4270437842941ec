/// An IPv6 address.
///
/// Ordered as an unsigned number.
package struct IPv6Address: Hashable, Comparable, Sendable {
    /// The address as a number; the first group is the most significant 16 bits.
    package let rawValue: UInt128

    package init(rawValue: UInt128) {
        self.rawValue = rawValue
    }

    /// Reads the text forms of RFC 4291 §2.2 without a zone: eight groups of up to four hexadecimal digits, one run of
    /// zero groups as `::`, the last two groups as an IPv4 address.
    ///
    /// - Parameter text: The address as text.
    /// - Returns: `nil` if the text is anything else.
    package init?(_ text: some StringProtocol) {
        // The longest form has 45 characters.
        guard (2...45).contains(text.utf8.count), text.utf8.contains(UInt8(ascii: ":")) else { return nil }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return nil }
        let isLast = halves.count == 1
        guard let first = Self.groups(halves[0], mayHoldIPv4: isLast) else { return nil }
        guard !isLast else {
            guard first.count == 8 else { return nil }
            self.init(groups: first)
            return
        }
        guard let second = Self.groups(halves[1], mayHoldIPv4: true), first.count + second.count <= 7 else {
            return nil
        }
        self.init(groups: first + Array(repeating: 0, count: 8 - first.count - second.count) + second)
    }

    private init(groups: [UInt16]) {
        self.rawValue = groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    /// The eight groups, first group first.
    package var groups: [UInt16] {
        (0..<8).map { UInt16(truncatingIfNeeded: self.rawValue >> UInt128(112 - 16 * $0)) }
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// Groups between colons; none for an empty text.
    private static func groups(_ text: some StringProtocol, mayHoldIPv4: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, mayHoldIPv4, let address = IPv4Address(part) {
                groups += [UInt16(address.rawValue >> 16), UInt16(truncatingIfNeeded: address.rawValue)]
            } else if (1...4).contains(part.utf8.count), part.utf8.allSatisfy(Self.isHexDigit),
                let group = UInt16(part, radix: 16)
            {
                groups.append(group)
            } else {
                return nil
            }
        }
        return groups
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default:
            false
        }
    }
}

extension IPv6Address: CustomStringConvertible {
    /// The one form of RFC 5952: lower case, no leading zeros, the longest run of at least two zero groups as `::`.
    package var description: String {
        let groups = self.groups
        var longest = 0..<0
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start > max(longest.count, 1) { longest = start..<end }
            start = max(end, start + 1)
        }
        let text = { (range: Range<Int>) in groups[range].map { String($0, radix: 16) }.joined(separator: ":") }
        return longest.isEmpty ? text(0..<8) : "\(text(0..<longest.lowerBound))::\(text(longest.upperBound..<8))"
    }
}
