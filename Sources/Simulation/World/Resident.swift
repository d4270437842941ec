import Overlay

/// An actor as it is now.
struct Resident: Sendable {
    enum Power: Equatable, Sendable {
        case off
        case on
        /// The server has ended, the machine runs: it refuses connections.
        case idle
    }

    var power = Power.off
    /// How often it was started.
    var starts = 0
    /// When it wants to be woken.
    var wake: Duration?
    var nextAccepted: UInt64 = 1
    /// Its ends of circuits.
    var ends = EndTable()
    /// What it keeps over a restart.
    var bootcache: [BootcacheEntry] = []
    /// Connections that its firewall counts as those of strangers.
    var strangers = 0
    /// How many faults cut it off from everybody.
    var isolations = 0
}
