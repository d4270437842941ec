/// A rate below which, or over which, packets match. Source: libnftables-json(5), "LIMIT".
package struct ListedLimit: Hashable, Sendable {
    /// In ``unit`` per ``period``.
    package let rate: UInt64
    /// What comes at once is not refused up to this, in ``burstUnit``.
    package let burst: UInt64
    /// `second`, `minute`, …
    package let period: String
    /// `packets`, or a number of bytes.
    package let unit: String
    package let burstUnit: String
    /// Matches what is too much, instead of what is not.
    package let isOver: Bool

    package init(
        rate: UInt64,
        burst: UInt64,
        per period: String,
        unit: String = Self.packets,
        burstUnit: String = Self.packets,
        isOver: Bool
    ) {
        self.rate = rate
        self.burst = burst
        self.period = period
        self.unit = unit
        self.burstUnit = burstUnit
        self.isOver = isOver
    }

    /// The unit that listings leave out.
    package static let packets = "packets"
}
