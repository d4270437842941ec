/// How many peers a node takes in each direction. Fixed peers do not count.
///
/// Source: skywelld reference §6.2.
package struct SlotCounts: Equatable, Sendable {
    /// What `[peers_max]` 0, or its absence, stands for.
    package static let defaultMaximum = 21
    /// The fewest outbound slots, and so the fewest in all.
    package static let minimumOutbound = 10
    /// The share of outbound slots.
    package static let outboundPercent = 15

    package let inbound: Int
    package let outbound: Int

    /// - Parameters:
    ///   - peersMax: As configured; 0 stands for the default.
    ///   - wantsIncoming: Whether the node takes inbound peers at all; a private one does not.
    ///   - roundingDraw: From 0 to 99; decides whether a fraction of an outbound slot is rounded up.
    package init(peersMax: Int, wantsIncoming: Bool, roundingDraw: Int) {
        let maximum = max(peersMax == 0 ? Self.defaultMaximum : peersMax, Self.minimumOutbound)
        guard wantsIncoming else {
            self.inbound = 0
            self.outbound = maximum
            return
        }
        let hundredths = max(maximum * Self.outboundPercent, Self.minimumOutbound * 100)
        self.outbound = hundredths / 100 + (roundingDraw < hundredths % 100 ? 1 : 0)
        self.inbound = maximum - self.outbound
    }
}
