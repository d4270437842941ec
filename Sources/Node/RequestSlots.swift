internal import Addressing
internal import Overlay
internal import Skywelld

/// Which connections to ports that serve requests are open, and for how many more there is room.
///
/// Each port has room of its own, so that a full port of commands leaves the counters alone. Nobody fills a port: one address
/// gets its share, and the last places are for those who administer, and for this host.
struct RequestSlots {
    private struct Slot {
        let port: String
        let address: IPv4Address
        let isKept: Bool
    }

    private let limits: ShellLimits
    private var slots: [ObjectIdentifier: Slot] = [:]

    init(_ limits: ShellLimits) {
        self.limits = limits
    }

    /// Counts a connection until ``give(_:)``.
    ///
    /// - Returns: Whether there was room for it.
    mutating func take(_ id: ObjectIdentifier, from address: IPv4Address, on port: ServicePort) -> Bool {
        let slot = Slot(port: port.name, address: address, isKept: port.keepsRoom(for: address))
        let others = self.slots.values.filter { $0.port == slot.port }
        guard others.count < self.limits.requestConnections else { return false }
        if !slot.isKept {
            let strangers = others.filter { !$0.isKept }
            let fromSame = strangers.count { $0.address == address }
            guard strangers.count < self.limits.requestConnections - self.limits.requestReserve,
                fromSame < self.limits.requestConnectionsPerAddress
            else { return false }
        }
        self.slots[id] = slot
        return true
    }

    mutating func give(_ id: ObjectIdentifier) {
        self.slots[id] = nil
    }
}
