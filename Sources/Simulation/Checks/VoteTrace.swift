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
    private var records: [VoteID: Record] = [:]
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
        if self.forged.contains(id) { return .forged }
        if self.records.index(forKey: id) == nil {
            guard speaks, !self.unfollowed.contains(id) else { return nil }
            let spoken = Spoken(id: id, author: actor, time: now)
            self.learn(spoken)
            self.newlySpoken.append(spoken)
        }
        guard let index = self.records.index(forKey: id) else { return nil }
        let key = Self.key(end)
        if self.records.values[index].receivedOver.contains(key) { return .returned }
        return self.records.values[index].sentOver.insert(key).inserted ? nil : .repeated
    }

    mutating func forged(_ id: VoteID) {
        guard self.records[id] == nil, !self.unfollowed.contains(id), self.forged.insert(id).inserted else { return }
        self.newlyForged.append(id)
    }

    mutating func received(_ id: VoteID, on end: EndName, by actor: Int, now: Duration) {
        guard let index = self.records.index(forKey: id) else { return }
        self.records.values[index].receivedOver.insert(Self.key(end))
        guard !self.records.values[index].reached[actor] else { return }
        self.records.values[index].reached[actor] = true
        self.slowest = max(self.slowest, now - self.records.values[index].spokenAt)
        self.deliveries += 1
    }

    /// Whether an actor of this shore has a vote; `nil` if the vote is not followed.
    func hasReached(_ actor: Int, _ id: VoteID) -> Bool? {
        self.records[id]?.reached[actor]
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
        self.records[spoken.id] = record
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
        self.records[id] = nil
        self.unfollowed.remove(id)
    }
}
