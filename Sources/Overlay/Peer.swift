import PeerProtocol
import Skywelld

/// The other end of an active link.
struct Peer: Sendable {
    /// From becoming active to the first ping. Source: skywelld reference §5.1.
    static let firstPing = Duration.seconds(3)
    /// Between pings. Source: skywelld reference §5.1.
    static let pingInterval = Duration.seconds(15)
    /// Between announcements, which go to all links at once. Source: skywelld reference §5.3.
    static let endpointsInterval = Duration.seconds(5)
    /// Between reports to members of the cluster. Source: skywelld reference §5.7.
    static let clusterInterval = Duration.seconds(10)
    /// What a server says of itself that has no more to do than usual.
    static let normalLoad: UInt32 = 256
    /// The share of the past in the latency: seven eighths. Source: skywelld reference §5.1.
    static let latencyWeight = 7
    /// How far a ping's sequence number may be from the one before. Source: skywelld reference §5.1.
    static let sequenceStep: ClosedRange<UInt32> = 0...8191

    /// How many sets of transactions are remembered that it has. Source: skywelld reference §5.4.
    static let setsMaximum = 128

    let publicKey: NodePublicKey
    let software: String
    let crawl: CrawlVisibility
    let activeSince: Duration

    var decoder: FrameDecoder
    /// The sets of transactions that it said it has, the oldest first.
    private var sets: [Hash256] = []

    init(
        publicKey: NodePublicKey,
        fields: HandshakeFields,
        decoder: FrameDecoder,
        now: Duration
    ) {
        self.publicKey = publicKey
        self.software = fields.software
        self.crawl = fields.crawl
        self.activeSince = now
        self.decoder = decoder
    }

    /// It said something about a set of transactions.
    ///
    /// - Returns: Whether it is news: not that it has one of which it said so lately.
    mutating func noteSet(_ set: HaveSet) -> Bool {
        guard set.status == .have else { return true }
        guard !self.sets.contains(set.hash) else { return false }
        if self.sets.count == Self.setsMaximum { self.sets.removeFirst() }
        self.sets.append(set.hash)
        return true
    }
}
