internal import Overlay
internal import Skywelld

/// What a listener of the shell serves, apart from peers.
enum ServicePort: Sendable {
    /// Commands, as the configuration file says.
    case commands(ServerPort)
    /// The counters of the node, as Prometheus reads them.
    case metrics
}
