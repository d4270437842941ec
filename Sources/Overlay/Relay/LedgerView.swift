import PeerProtocol

/// Which ledger the network is at, as far as a node can tell that keeps none: by the votes of listed validators, and
/// without any by what its neighbours say.
///
/// The stock server ignores announcements of a peer that never says where it is, or that is far from it (reference §5.5). So
/// a node says this number of itself, which is all that it knows, and that it can serve no ledger, which is true.
struct LedgerView: Sendable {
    /// For how long a number counts. Source: skywelld reference §5.5: a validated ledger younger than 120 s.
    static let lifetime = Duration.seconds(120)
    /// From the first news to the announcement: the votes for a ledger come together, and cost one message.
    static let delay = Duration.milliseconds(500)
    /// Voters remembered; there are 50 trusted ones at most. Source: skywelld reference §8.3.
    static let votersMaximum = 64

    private struct Vote {
        let sequence: UInt32
        let time: Duration
    }

    private var votes: [[UInt8]: Vote] = [:]
    /// What the voters say, and until when that holds if none of them speaks.
    private var middle: (sequence: UInt32?, until: Duration) = (nil, .zero)
    private var announced: Vote?
    /// When there is something to announce, if nothing else comes up.
    private(set) var nextAnnouncement: Duration?

    /// A validation of a listed validator came, whose signature is good.
    mutating func noteVote(of key: [UInt8], _ sequence: UInt32, now: Duration) {
        if self.votes[key] == nil, self.votes.count >= Self.votersMaximum {
            self.votes = self.votes.filter { now - $0.value.time < Self.lifetime }
            guard self.votes.count < Self.votersMaximum else { return }
        }
        self.votes[key] = Vote(sequence: sequence, time: now)
        let recent = self.votes.values.filter { now - $0.time < Self.lifetime }
        let first = recent.map(\.time).min() ?? now
        self.middle = (Self.middle(recent.map(\.sequence)), first + Self.lifetime)
        self.noteNews(now: now)
    }

    /// A neighbour said where it is.
    mutating func noteNews(now: Duration) {
        if self.nextAnnouncement == nil { self.nextAnnouncement = now + Self.delay }
    }

    /// What the voters say; `nil` without recent votes.
    func voted(now: Duration) -> UInt32? {
        if now < self.middle.until { return self.middle.sequence }
        return Self.middle(self.votes.values.filter { now - $0.time < Self.lifetime }.map(\.sequence))
    }

    /// The number to announce, if it is time to and if it is another one than last time.
    ///
    /// - Parameter neighbours: What each neighbour said lately; asked for if there are no votes.
    mutating func takeAnnouncement(now: Duration, neighbours: () -> [UInt32]) -> UInt32? {
        guard let due = self.nextAnnouncement, due <= now else { return nil }
        self.nextAnnouncement = nil
        guard let sequence = self.voted(now: now) ?? Self.middle(neighbours()) else { return nil }
        // Backwards only after a long silence: neighbours that echo each other must come to an end.
        if let announced, sequence <= announced.sequence, now - announced.time < Self.lifetime { return nil }
        self.announced = Vote(sequence: sequence, time: now)
        return sequence
    }

    /// No minority moves it far.
    private static func middle(_ sequences: [UInt32]) -> UInt32? {
        sequences.isEmpty ? nil : sequences.sorted()[(sequences.count - 1) / 2]
    }
}
