import Overlay

/// An actor as it is now.
struct Resident: Sendable {
    enum Power: Equatable, Sendable {
        case off
        case on
        /// The server has ended, the machine runs: it refuses connections.
        case idle
    }

    /// How often it was started.
    var starts = 0
    /// When it wants to be woken.
    var wake: Duration?
    var nextAccepted: UInt64 = 1
    /// The places of its ends of connections, by its own numbers for them. Nobody attacks this table, and a run is to be the
    /// same each time.
    var ends = PlaceIndex(secret: 0x9E37_79B9_7F4A_7C15)
    /// What it keeps over a restart.
    var bootcache: [BootcacheEntry] = []
    /// Connections that its firewall counts as those of strangers.
    var strangers = 0
}
