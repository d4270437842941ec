/// What the shell of a node allows, apart from what the machine inside decides.
package struct ShellLimits: Sendable {
    /// Most accepted connections at a time, peers and strangers together; one more is closed at once.
    ///
    /// Leaves room for dials under the usual limit of 1,024 descriptors.
    package var acceptedMaximum = 768
    /// Most connections that wait in the kernel to be accepted.
    package var backlog: Int32 = 256
    /// How long a dial may wait for TCP.
    package var connectTimeout = Duration.seconds(15)
    /// How long a connection that we close may take to send what is queued and to hear the other end's close.
    package var closeTimeout = Duration.seconds(2)
    /// Most bytes taken from a socket at once.
    package var readSize = 16_384
    /// Most reads from one socket before the others get their turn.
    package var readsPerTurn = 4

    package static let standard = ShellLimits()

    package init() {}
}
