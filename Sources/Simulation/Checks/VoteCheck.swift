/// Follows votes: whom they reach, and over which links.
struct VoteCheck: Sendable {
    private struct Record: Sendable {
        let author: Int
        let spokenAt: Duration
        var reached: [Bool]
        /// Ends of circuits over which it went, by serial and side.
        var sentOver: Set<Int> = []
        var receivedOver: Set<Int> = []
    }

    /// What is wrong with the sending of a vote.
    enum Fault: Equatable {
        case repeated
        case returned
        case forged
    }

    /// From the speaking of a vote until it must have come everywhere, besides the way itself.
    static let slack = Duration.seconds(2)
    /// The most links in a row that a vote may need.
    static let longestWay = 16
    /// For how long a vote must not be sent again. Source: skywelld reference §5.6.
    static let lifetime = Duration.seconds(300)
    /// In a world with more actors than this, one vote in eight is followed, and all are checked for forgery.
    static let followsAllUpTo = 300
    static let stride = 8

    private let actorCount: Int
    private let limit: Duration
    private var records: [VoteID: Record] = [:]
    private var unfollowed: Set<VoteID> = []
    private var forged: Set<VoteID> = []
    private var due: [(time: Duration, id: VoteID)] = []
    private var dueStart = 0
    private var spokenCount = 0
    private var expiring: [(time: Duration, id: VoteID)] = []
    private var expiringStart = 0

    /// How long the slowest vote took to the last one that it had to reach.
    private(set) var slowest = Duration.zero
    /// How often a vote had to reach an actor, and did.
    private(set) var deliveries = 0

    init(actorCount: Int, longestLatency: Duration) {
        self.actorCount = actorCount
        self.limit = Self.slack + longestLatency * Self.longestWay
    }

    private static func key(_ end: Circuit.End) -> Int {
        end.serial * 2 + end.side.rawValue
    }

    /// An honest actor sends a vote.
    ///
    /// - Parameter speaks: Whether the sender is a validator, so that what nobody knows is its own word.
    mutating func sent(
        _ id: VoteID,
        on end: Circuit.End,
        by actor: Int,
        speaks: Bool,
        now: Duration
    ) -> Fault? {
        if self.forged.contains(id) { return .forged }
        if self.records.index(forKey: id) == nil {
            guard speaks, !self.unfollowed.contains(id) else { return nil }
            self.spokenCount += 1
            // Proposal and validation come in pairs.
            guard self.actorCount <= Self.followsAllUpTo || self.spokenCount / 2 % Self.stride == 0 else {
                self.unfollowed.insert(id)
                self.expiring.append((now + Self.lifetime, id))
                return nil
            }
            var record = Record(author: actor, spokenAt: now, reached: Array(repeating: false, count: self.actorCount))
            record.reached[actor] = true
            self.records[id] = record
            self.due.append((now + self.limit, id))
            self.expiring.append((now + Self.lifetime, id))
        }
        let key = Self.key(end)
        guard let index = self.records.index(forKey: id) else { return nil }
        if self.records.values[index].receivedOver.contains(key) { return .returned }
        return self.records.values[index].sentOver.insert(key).inserted ? nil : .repeated
    }

    mutating func forged(_ id: VoteID) {
        guard self.records[id] == nil, !self.unfollowed.contains(id) else { return }
        self.forged.insert(id)
    }

    mutating func received(_ id: VoteID, on end: Circuit.End, by actor: Int, now: Duration) {
        guard let index = self.records.index(forKey: id) else { return }
        self.records.values[index].receivedOver.insert(Self.key(end))
        guard !self.records.values[index].reached[actor] else { return }
        self.records.values[index].reached[actor] = true
        self.slowest = max(self.slowest, now - self.records.values[index].spokenAt)
        self.deliveries += 1
    }

    /// The votes whose time has come.
    ///
    /// - Returns: An honest actor that a vote did not reach though links stood all the time, and the vote's author.
    mutating func settle(
        _ residents: [Resident],
        _ circuits: [Circuit],
        _ actors: [Actor],
        now: Duration
    ) -> (
        author: Int, missed: Int
    )? {
        var missed: (author: Int, missed: Int)?
        while self.dueStart < self.due.count, self.due[self.dueStart].time <= now, missed == nil {
            let id = self.due[self.dueStart].id
            self.dueStart += 1
            guard let record = self.records[id] else { continue }
            missed = Self.connected(to: record.author, since: record.spokenAt, residents, circuits, actors)
                .first { !record.reached[$0] }.map { (record.author, $0) }
        }
        if self.dueStart > 256 {
            self.due.removeFirst(self.dueStart)
            self.dueStart = 0
        }
        self.expire(now: now)
        return missed
    }

    private mutating func expire(now: Duration) {
        while self.expiringStart < self.expiring.count, self.expiring[self.expiringStart].time <= now {
            self.records[self.expiring[self.expiringStart].id] = nil
            self.unfollowed.remove(self.expiring[self.expiringStart].id)
            self.expiringStart += 1
        }
        if self.expiringStart > 256 {
            self.expiring.removeFirst(self.expiringStart)
            self.expiringStart = 0
        }
    }

    /// The honest actors that links which stood undisturbed since then connect with one of them, sorted.
    private static func connected(
        to author: Int,
        since time: Duration,
        _ residents: [Resident],
        _ circuits: [Circuit],
        _ actors: [Actor]
    ) -> [Int] {
        var isFound = Array(repeating: false, count: actors.count)
        isFound[author] = true
        var open = [author]
        while let actor = open.popLast() {
            for end in residents[actor].ends.all(circuits) {
                let circuit = circuits[end.place]
                guard circuit.isLinked, let linkedSince = circuit.linkedSince, linkedSince < time,
                    circuit.disturbedAt.map({ $0 < time }) ?? true
                else { continue }
                let other = circuit[end.side.opposite].actor
                guard !isFound[other], actors[other].kind.isHonest else { continue }
                isFound[other] = true
                open.append(other)
            }
        }
        return isFound.indices.filter { isFound[$0] }
    }
}
