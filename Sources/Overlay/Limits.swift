package import PeerProtocol

/// Every limit of the machine. A sentry exists to be attacked.
///
/// What a connection can make the machine hold, at most: before it is a link, one HTTP head (`headLength`). As a link, one
/// unfinished frame (`frames`), the count of what is queued, an announcement a second until the caches are asked
/// (`PeerFinder.Constants.heardMaximum` of all links), and two bytes for each entry of the livecache. The queued bytes
/// themselves are with the shell, and shared by all links that a message goes to.
package struct Limits: Equatable, Sendable {
    /// Accepted connections in any state, active peers included.
    package var connections = 512
    /// Further ones, for the addresses of protected and fixed peers alone.
    package var reservedConnections = 64
    /// Accepted connections from one address of the Internet; those of private networks are not counted.
    package var connectionsPerAddress = 32
    /// The longest HTTP head, in bytes. Source: skywelld reference §3.1.
    package var headLength = 80 * 1024
    /// From accepting TCP to the end of the TLS handshake. Source: skywelld reference §3.7.
    package var acceptedTLS = Duration.seconds(30)
    /// From the end of the TLS handshake to the last byte of the request, however slowly it drips in.
    package var request = Duration.seconds(30)
    /// From the answer to one crawl to the last byte of the next request, where the other end asks to stay.
    package var nextCrawl = Duration.seconds(5)
    /// The longest request of a crawler that is kept to know it again, in bytes.
    package var repeatedRequestLength = 512
    /// Crawls on one connection.
    package var crawlsPerConnection = 1_000
    /// From dialling until TCP stands. Short, because a fixed peer that comes back is to be found within five seconds, and
    /// the kernel repeats what got lost after one second and then more and more seldom.
    package var connect = Duration.seconds(2)
    /// From dialling to the end of the TLS handshake.
    package var dial = Duration.seconds(15)
    /// From the end of the TLS handshake to the last byte of the response.
    package var response = Duration.seconds(15)
    /// An active peer must send something within this time; a live one answers our pings.
    /// Source: skywelld reference §5.1.
    package var silence = Duration.seconds(60)
    /// What may wait for the kernel to take it, per active peer, in bytes. Source: skywelld reference §5.1.
    package var queuedBytes = 1024 * 1024
    /// The same in frames.
    package var queuedFrames = 256
    /// The longest payloads.
    package var frames = FrameLimits()

    package static let standard = Limits()

    package init() {}
}
