/// How many peers a server must be allowed, so that those it is meant to have find a slot.
///
/// Source: skywelld reference §6.2.
enum SlotBudget {
    /// What the server takes for an absent `[peers_max]`.
    static let defaultMaximum = 21
    /// Slots for strangers that a public server keeps: as many as the server's default leaves.
    static let strangers = 11

    /// The smallest `[peers_max]` that leaves slots for `accepts` intended inbound links and for strangers.
    static func peersMax(accepts: Int) -> Int {
        var maximum = Self.defaultMaximum
        while maximum - Self.outbound(of: maximum) < accepts + Self.strangers {
            maximum += 1
        }
        return maximum
    }

    /// The outbound share, rounded up: the server rounds by chance.
    static func outbound(of maximum: Int) -> Int {
        max(10, (maximum * 15 + 99) / 100)
    }
}
