internal import Overlay
internal import Skywelld

/// What a listener of the shell serves, apart from peers.
enum ServicePort: Sendable {
    /// Commands, as the configuration file says.
    case commands(ServerPort)
    /// The counters of the node, as Prometheus reads them.
    case metrics

    var isEncrypted: Bool {
        switch self {
        case .commands(let port): port.isEncrypted
        case .metrics: false
        }
    }
}
