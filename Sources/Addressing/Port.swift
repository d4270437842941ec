/// A TCP or UDP port, 1 to 65,535.
package struct Port: Hashable, Comparable, Sendable {
    package let rawValue: UInt16

    /// `nil` for 0, which no socket can be reached at.
    package init?(rawValue: UInt16) {
        guard rawValue != 0 else { return nil }
        self.rawValue = rawValue
    }

    /// Reads a decimal port number; `nil` for 0, above 65,535, or any other text.
    package init?(_ text: some StringProtocol) {
        guard let number = IPv4Address.number(text.utf8, upTo: 65535) else { return nil }
        self.init(rawValue: UInt16(number))
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

extension Port: CustomStringConvertible {
    package var description: String {
        String(self.rawValue)
    }
}

extension Port: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: UInt16) {
        precondition(value != 0, "0 is not a port")
        self.rawValue = value
    }
}
