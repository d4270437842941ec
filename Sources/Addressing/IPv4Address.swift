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
        // Ten thousand files hold some hundred thousand addresses, so a text that lies in one piece is read in place.
        guard let value = text.utf8.withContiguousStorageIfAvailable(Self.value) ?? Self.value(Array(text.utf8)) else {
            return nil
        }
        self.rawValue = value
    }

    private static func value(_ text: UnsafeBufferPointer<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var octets = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard digits == 0 || octet != 0 else { return nil }
                octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
                digits += 1
                guard octet <= 255 else { return nil }
            case UInt8(ascii: "."):
                guard digits > 0, octets < 3 else { return nil }
                value = value << 8 | octet
                (octet, digits, octets) = (0, 0, octets + 1)
            default:
                return nil
            }
        }
        return digits > 0 && octets == 3 ? value << 8 | octet : nil
    }

    private static func value(_ text: [UInt8]) -> UInt32? {
        text.withUnsafeBufferPointer(Self.value)
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
