/// What changes on a link with nearly every message, and when something is due on it.
struct Pulse: Sendable {
    /// Whether the connection is a link.
    var isLinked = false
    /// Whether the next byte that comes begins a frame.
    var isBetweenFrames = true
    var lastHeard = Duration.zero
    var nextPing = Duration.zero
    /// `nil` for peers that are not in our cluster.
    var nextCluster: Duration?
    var sequence: UInt32 = 0
    /// When the last ping went out that has no pong yet.
    var pinged: Duration?
    /// From ping to pong, smoothed; `nil` if unknown.
    var latency: Duration?

    init() {}

    init(isClusterMember: Bool, now: Duration) {
        self.isLinked = true
        self.lastHeard = now
        self.nextPing = now + Peer.firstPing
        self.nextCluster = isClusterMember ? now + Peer.clusterInterval : nil
    }

    /// When something must be done, if nothing is heard before.
    ///
    /// - Parameter silence: For how long nothing may be heard.
    func deadline(_ silence: Duration) -> Duration {
        min(self.nextPing, self.nextCluster ?? self.nextPing, self.lastHeard + silence)
    }

    /// The next ping, and when the one after it is due.
    mutating func ping(now: Duration, using random: inout SplitMix64) -> UInt32 {
        self.nextPing = now + Peer.pingInterval
        self.sequence &+= UInt32.random(in: Peer.sequenceStep, using: &random)
        self.pinged = now
        return self.sequence
    }

    /// A pong came. Source: skywelld reference §5.1.
    mutating func notePong(_ sequence: UInt32?, now: Duration) {
        if let pinged, sequence == self.sequence {
            let sample = now - pinged
            self.latency =
                self.latency.map { ($0 * Peer.latencyWeight + sample) / (Peer.latencyWeight + 1) } ?? sample
        } else {
            self.latency = nil
        }
        self.pinged = nil
        self.sequence = 0
    }
}
