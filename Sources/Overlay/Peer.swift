import PeerProtocol
import Skywelld

/// The other end of an active link.
struct Peer: Sendable {
    /// From becoming active to the first ping. Source: skywelld reference §5.1.
    static let firstPing = Duration.seconds(3)
    /// Between pings. Source: skywelld reference §5.1.
    static let pingInterval = Duration.seconds(15)
    /// Between announcements. Source: skywelld reference §5.3.
    static let endpointsInterval = Duration.seconds(5)
    /// How far a ping's sequence number may be from the one before. Source: skywelld reference §5.1.
    static let sequenceStep: ClosedRange<UInt32> = 0...8191

    let publicKey: NodePublicKey
    let software: String
    let crawl: CrawlVisibility
    let activeSince: Duration

    var decoder: FrameDecoder
    var nextPing: Duration
    var nextEndpoints: Duration
    var lastHeard: Duration
    var sequence: UInt32 = 0

    init(publicKey: NodePublicKey, fields: HandshakeFields, limits: FrameLimits, now: Duration) {
        self.publicKey = publicKey
        self.software = fields.software
        self.crawl = fields.crawl
        self.activeSince = now
        self.decoder = FrameDecoder(limits: limits, wanted: [.ping])
        self.nextPing = now + Self.firstPing
        self.nextEndpoints = now + Self.endpointsInterval
        self.lastHeard = now
    }
}
