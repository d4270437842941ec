/// How a connection ended, as the shell saw it.
package enum ConnectionEnd: String, Equatable, Sendable {
    case closedByPeer = "closed-by-peer"
    case closedByUs = "closed-by-us"
    /// TCP was answered with a reset.
    case refused
    /// TCP was not answered, or there is no route.
    case unreachable
    case tlsFailed = "tls-failed"
    case reset
    /// The other end wants to give commands: the connection goes on without the machine.
    case tookCommands = "took-commands"
}
