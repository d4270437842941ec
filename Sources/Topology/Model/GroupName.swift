/// The name of a group of hosts that belong together.
package struct GroupName: Hashable, Comparable, Sendable {
    /// The group of every host that names none.
    package static let `default` = GroupName(rawValue: "default")

    package let rawValue: String

    private init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// `nil` unless the text is 1 to 63 bytes of lower-case letters, digits and inner `-`.
    package init?(_ text: String) {
        guard NameRule.allows(text) else { return nil }
        self.rawValue = text
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

extension GroupName: CustomStringConvertible {
    package var description: String {
        self.rawValue
    }
}
