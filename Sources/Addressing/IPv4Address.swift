/// An IPv4 address.
///
/// Ordered as an unsigned number, so that `10.0.0.9 < 10.0.0.10`.
package struct IPv4Address: Hashable, Comparable, Sendable {
    /// The address as a number; the first octet is the most significant byte.
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Reads the dotted-quad form `a.b.c.d`.
    ///
    /// Strict, because other readers disagree about the rest: four decimal octets, no leading zeros, nothing around.
    ///
    /// - Parameter text: The address as text.
    /// - Returns: `nil` if the text is anything else.
    package init?(_ text: some StringProtocol) {
        let octets = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard octets.count == 4 else { return nil }
        var value: UInt32 = 0
        for octet in octets {
            guard let number = Self.number(octet, upTo: 255) else { return nil }
            value = value << 8 | UInt32(number)
        }
        self.rawValue = value
    }

    /// The four octets, first octet first: network byte order.
    package var octets: [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: self.rawValue >> (24 - 8 * $0)) }
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }

    /// A decimal number without sign, blanks or leading zeros.
    static func number(_ digits: some Collection<UInt8>, upTo limit: Int) -> Int? {
        guard (1...5).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value <= limit ? value : nil
    }
}

extension IPv4Address: CustomStringConvertible {
    package var description: String {
        self.octets.map(String.init).joined(separator: ".")
    }
}
