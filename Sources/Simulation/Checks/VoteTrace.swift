import Overlay

/// Which actors of one shore votes reach, and over which links.
struct VoteTrace: Sendable {
    /// A vote that was spoken.
    struct Spoken: Sendable {
        let id: VoteID
        let author: Int
        let time: Duration
    }

    private struct Record: Sendable {
        let spokenAt: Duration
        /// By actor; only those of this shore.
        var reached: [Bool]
        /// Ends of this shore over which it went.
        var sentOver: Set<Int> = []
        var receivedOver: Set<Int> = []
    }

    /// What is wrong with the sending of a vote.
    enum Fault: Equatable {
        case repeated
        case returned
        case forged
    }

    /// In a world with more actors than this, one vote in eight is followed, and all are checked for forgery.
    static let followsAllUpTo = 300
    static let stride: UInt64 = 8

    private let actorCount: Int
    private var records: [Record?] = []
    /// Where the record of a vote is. Most votes that go over a link have none, and that must be quick to see.
    private var index = PlaceIndex(secret: 0x9E37_79B9_7F4A_7C15)
    private var freePlaces: [Int] = []
    /// What was spoken and is not followed.
    private var unfollowed: Set<VoteID> = []
    private var forged: Set<VoteID> = []
    // What other shores must know before anything of it comes to them.
    private(set) var newlySpoken: [Spoken] = []
    private(set) var newlyForged: [VoteID] = []

    /// The longest time that a vote took to an actor.
    private(set) var slowest = Duration.zero
    /// How often a vote had to reach an actor, and did.
    private(set) var deliveries = 0

    init(actorCount: Int) {
        self.actorCount = actorCount
    }

    private static func key(_ end: EndName) -> Int {
        end.place << 32 | Int(end.serial)
    }

    /// An honest actor sends a vote.
    ///
    /// - Parameter speaks: Whether the sender is a validator, so that what nobody knows is its own word.
    mutating func sent(
        _ id: VoteID,
        on end: EndName,
        by actor: Int,
        speaks: Bool,
        now: Duration
    ) -> Fault? {
        if !self.forged.isEmpty, self.forged.contains(id) { return .forged }
        if self.index[id.number] == nil {
            guard speaks, !self.unfollowed.contains(id) else { return nil }
            let spoken = Spoken(id: id, author: actor, time: now)
            self.learn(spoken)
            self.newlySpoken.append(spoken)
        }
        guard let place = self.index[id.number] else { return nil }
        let key = Self.key(end)
        if self.records[place]?.receivedOver.contains(key) ?? false { return .returned }
        return self.records[place]?.sentOver.insert(key).inserted ?? true ? nil : .repeated
    }

    mutating func forged(_ id: VoteID) {
        guard self.index[id.number] == nil, !self.unfollowed.contains(id), self.forged.insert(id).inserted else {
            return
        }
        self.newlyForged.append(id)
    }

    mutating func received(_ id: VoteID, on end: EndName, by actor: Int, now: Duration) {
        guard let place = self.index[id.number], let spokenAt = self.records[place]?.spokenAt else { return }
        self.records[place]?.receivedOver.insert(Self.key(end))
        guard self.records[place]?.reached[actor] == false else { return }
        self.records[place]?.reached[actor] = true
        self.slowest = max(self.slowest, now - spokenAt)
        self.deliveries += 1
    }

    /// Whether an actor of this shore has a vote; `nil` if the vote is not followed.
    func hasReached(_ actor: Int, _ id: VoteID) -> Bool? {
        self.index[id.number].flatMap { self.records[$0]?.reached[actor] }
    }

    // MARK: - What shores tell each other

    /// Somebody has spoken, here or elsewhere.
    mutating func learn(_ spoken: Spoken) {
        guard self.actorCount <= Self.followsAllUpTo || spoken.id.isChosen(oneIn: Self.stride) else {
            self.unfollowed.insert(spoken.id)
            return
        }
        var record = Record(spokenAt: spoken.time, reached: Array(repeating: false, count: self.actorCount))
        record.reached[spoken.author] = true
        let place = self.freePlaces.popLast() ?? self.records.count
        if place == self.records.count { self.records.append(record) } else { self.records[place] = record }
        self.index.insert(spoken.id.number, at: place)
    }

    /// Somebody has forged this elsewhere.
    mutating func learn(forged id: VoteID) {
        self.forged.insert(id)
    }

    /// All shores know what is new here.
    mutating func clearNews() {
        self.newlySpoken.removeAll(keepingCapacity: true)
        self.newlyForged.removeAll(keepingCapacity: true)
    }

    mutating func forget(_ id: VoteID) {
        if let place = self.index.remove(id.number) {
            self.records[place] = nil
            self.freePlaces.append(place)
        }
        self.unfollowed.remove(id)
    }
}
