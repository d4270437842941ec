internal import Addressing
internal import Skywelld

/// What a listener of the shell serves, apart from peers.
enum ServicePort: Sendable {
    /// Commands, as the configuration file says.
    case commands(ServerPort)
    /// The counters of the node, as Prometheus reads them.
    case metrics

    /// Of its section; empty for that of the counters, which has none.
    var name: String {
        switch self {
        case .commands(let port): port.name
        case .metrics: ""
        }
    }

    /// Whether room is kept for connections from this address: this host's, or a listed administrator's. Where everybody
    /// administers, that says nothing.
    func keepsRoom(for address: IPv4Address) -> Bool {
        if address.rawValue >> 24 == 127 { return true }
        guard case .commands(let port) = self, case .listed(let administrators) = port.administrators else {
            return false
        }
        return administrators.contains(address)
    }

    var isEncrypted: Bool {
        switch self {
        case .commands(let port): port.isEncrypted
        case .metrics: false
        }
    }
}
