/// The name of the failure domain: a provider, a site, a rack.
package struct ZoneName: Hashable, Comparable, Sendable {
    package let rawValue: String

    /// `nil` unless the text is 1 to 63 bytes of lower-case letters, digits and inner `-`.
    package init?(_ text: String) {
        guard NameRule.allows(text) else { return nil }
        self.rawValue = text
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

extension ZoneName: CustomStringConvertible {
    package var description: String {
        self.rawValue
    }
}
