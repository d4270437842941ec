/// What the shell of a node allows, apart from what the machine inside decides.
package struct ShellLimits: Sendable {
    /// Most accepted connections at a time, peers and strangers together; one more is closed at once.
    ///
    /// With ``acceptedReserve`` it leaves room for dials under the usual limit of 1,024 descriptors, and it is more than the
    /// machine takes, for those who are on their way out.
    package var acceptedMaximum = 704
    /// Further ones, for the addresses of protected and fixed peers alone.
    package var acceptedReserve = 64
    /// Most connections that wait in the kernel to be accepted.
    package var backlog: Int32 = 256
    /// How long a dial may wait for TCP.
    package var connectTimeout = Duration.seconds(15)
    /// How long a connection that we close may take to send what is queued and to hear the other end's close.
    package var closeTimeout = Duration.seconds(2)
    /// How long a port that speaks TLS and plain HTTP waits for the first byte. Source: skywelld reference §3.7.
    package var detectionTimeout = Duration.seconds(15)
    /// Most bytes taken from a socket at once.
    package var readSize = 16_384
    /// Most reads from one socket before the others get their turn.
    package var readsPerTurn = 4
    /// What the kernel may hold of what was sent on one connection, in bytes; it uses as much again for its own ends. Without a limit it
    /// takes several megabytes for a peer that does not read.
    package var kernelSendBuffer = 131_072
    /// Most connections at a time to one port that serves requests.
    package var requestConnections = 64
    /// How many of these are kept for the administrators that the port lists, and for this host.
    package var requestReserve = 16
    /// Most connections from one other address to one such port.
    package var requestConnectionsPerAddress = 16
    /// The longest head of a request, in bytes.
    package var requestHeadLength = 16_384
    /// The longest body of a request, in bytes: commands take some hundred.
    package var requestBodyLength = 65_536
    /// From one step of a request to the next: its last byte, the answer taken, the next one's last byte.
    package var requestTimeout = Duration.seconds(30)
    /// How long a WebSocket may be silent before it is pinged, and then before it is dropped. Source: skywelld reference §8.3,
    /// `websocket_ping_frequency`.
    package var webSocketPing = Duration.seconds(300)

    package static let standard = ShellLimits()

    package init() {}
}
