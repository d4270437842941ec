/// A version of the peer protocol, such as `RTXP/1.2`.
package struct ProtocolVersion: Hashable, Comparable, Sendable {
    package let major: Int
    package let minor: Int

    /// The version that this package speaks.
    package static let current = ProtocolVersion(major: 1, minor: 2)

    private static let currentText = Self.current.description

    /// The highest number that is read, in either place.
    private static let highestNumber = 65_535

    package init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads one token; `nil` for other protocols and for numbers with leading zeros.
    package init?(token: some StringProtocol) {
        guard token.hasPrefix("RTXP/") else { return nil }
        let numbers = token.utf8.dropFirst(5).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard numbers.count == 2, let major = Self.number(numbers[0]), major > 0, let minor = Self.number(numbers[1])
        else { return nil }
        self.init(major: major, minor: minor)
    }

    /// The versions that an `Upgrade` header offers, lowest first, each once. Empty: this is no peer upgrade.
    ///
    /// White space and quotes do not count; what is no version is passed over.
    ///
    /// Source: skywelld reference §3.3.
    package static func offered(in upgrade: String?) -> [ProtocolVersion] {
        guard upgrade != Self.currentText else { return [.current] }
        let visible = (upgrade ?? "").unicodeScalars.filter { !" \t\"".unicodeScalars.contains($0) }
        let tokens = String(String.UnicodeScalarView(visible)).split(separator: ",")
        return Set(tokens.compactMap(ProtocolVersion.init(token:))).sorted()
    }

    /// Whether somebody who offers these versions can be answered with the current one.
    ///
    /// Source: skywelld reference §3.3.
    package static func isAcceptable(_ offered: [ProtocolVersion]) -> Bool {
        offered.contains { $0 <= .current }
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.major, lhs.minor) < (rhs.major, rhs.minor)
    }

    private static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        return HTTPSyntax.number(digits, upTo: Self.highestNumber)
    }
}

extension ProtocolVersion: CustomStringConvertible {
    package var description: String {
        "RTXP/\(self.major).\(self.minor)"
    }
}
