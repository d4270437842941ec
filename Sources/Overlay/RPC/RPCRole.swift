/// What somebody who sends a command may do.
package enum RPCRole: Equatable, Sendable {
    /// Learns what every stranger may know: nothing about protected peers, and nobody's address.
    case guest
    case administrator
}
