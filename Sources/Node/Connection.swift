internal import Addressing
internal import NIOCore
internal import Overlay

/// What the shell knows of one connection.
final class Connection {
    enum Origin {
        /// We dialled.
        case dialled
        /// The other end, at this endpoint, dialled us.
        case accepted(remote: Endpoint)
    }

    let origin: Origin
    /// `nil` until the dial made a socket.
    var channel: (any Channel)?
    /// Whether the machine knows of the connection.
    var isAnnounced: Bool
    /// The first reason to end that came up.
    var end: ConnectionEnd?
    /// Flushes of which the kernel has not taken everything yet.
    var pendingFlushes = 0
    /// Something was written, but not flushed.
    var isUnflushed = false

    init(origin: Origin, channel: (any Channel)?, isAnnounced: Bool) {
        self.origin = origin
        self.channel = channel
        self.isAnnounced = isAnnounced
    }

    var isAccepted: Bool {
        switch self.origin {
        case .accepted: true
        case .dialled: false
        }
    }

    /// Keeps the first reason: those that follow are its consequences.
    func endsBecause(_ reason: ConnectionEnd) {
        if self.end == nil { self.end = reason }
    }
}
