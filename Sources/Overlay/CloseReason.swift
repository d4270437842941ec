/// Why the machine closes a connection.
package enum CloseReason: String, Equatable, Sendable, CaseIterable {
    /// A crawl was answered, as asked.
    case crawlServed = "crawl-served"
    /// Neither a crawl nor a peer; answered with 403.
    case forbidden
    /// `Connect-As` is not `peer`; answered with 503.
    case notPeer = "not-peer"
    /// No free slot; answered with 503.
    case slotsFull = "slots-full"
    /// This key is connected already; an inbound one is answered with 503.
    case duplicateKey = "duplicate-key"
    /// The other end has our own key.
    case selfConnection = "self-connection"
    /// Not HTTP, or too long.
    case malformedHTTP = "malformed-http"
    /// Our dial was answered with 503.
    case redirected
    /// Our dial was answered with something else than 101.
    case notSwitched = "not-switched"
    /// A header is missing or malformed.
    case badHandshake = "bad-handshake"
    /// TLS gave no value to sign.
    case noSessionValue = "no-session-value"
    /// The clocks are too far apart.
    case clockSkew = "clock-skew"
    /// Only versions that we do not speak.
    case versionTooNew = "version-too-new"
    case badSignature = "bad-signature"
    case handshakeTimeout = "handshake-timeout"
    case frameTooLong = "frame-too-long"
    case typeZero = "type-zero"
    case malformedMessage = "malformed-message"
    case deprecatedHello = "deprecated-hello"
    /// Nothing came for too long.
    case unresponsive
    /// The peer does not take what we send.
    case sendQueueFull = "send-queue-full"
    /// The peer took nothing, or not all, of what we sent for too long.
    case sendQueueStuck = "send-queue-stuck"
    /// It cost us more than a peer may.
    case overBudget = "over-budget"
    case tooManyConnections = "too-many-connections"
    /// All room was taken, and this one had proven nothing: a newcomer may be a protected peer. It is cut off at once.
    case madeRoom = "made-room"
}
