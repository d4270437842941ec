/// The name of a host, unique in its topology.
package struct HostName: Hashable, Comparable, Sendable {
    package let rawValue: String

    /// `nil` unless the text is 1 to 63 bytes of lower-case letters, digits and inner `-`.
    package init?(_ text: String) {
        guard NameRule.allows(text) else { return nil }
        self.rawValue = text
    }

    /// The name of the lab's own host on a segment: `outsider`, or `outsider-backbone`.
    ///
    /// Both parts follow the name rule and are short, so the whole does as well.
    init(_ kind: Vantage.Kind, on segment: SegmentName?) {
        self.rawValue = segment.map { "\(kind.rawValue)-\($0)" } ?? kind.rawValue
    }

    /// Whether the name belongs to the lab's own hosts: `outsider`, `intruder`, or one of these with a suffix.
    package var isReserved: Bool {
        Vantage.Kind.allCases.contains { self.rawValue == $0.rawValue || self.rawValue.hasPrefix("\($0.rawValue)-") }
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

extension HostName: CustomStringConvertible {
    package var description: String {
        self.rawValue
    }
}
