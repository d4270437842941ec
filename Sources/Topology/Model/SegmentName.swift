/// The name of a segment, and of the interface that a host has on it.
package struct SegmentName: Hashable, Comparable, Sendable {
    /// In bytes. Source: `IFNAMSIZ` in linux/if.h is 16, the end mark included.
    package static let maximumLength = 15

    package let rawValue: String

    /// `nil` unless the text is 1 to 15 bytes of lower-case letters, digits and inner `-`.
    package init?(_ text: String) {
        guard NameRule.allows(text, upTo: Self.maximumLength) else { return nil }
        self.rawValue = text
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

extension SegmentName: CustomStringConvertible {
    package var description: String {
        self.rawValue
    }
}
